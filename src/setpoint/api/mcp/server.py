"""The server of tools: the official SDK in front of a session."""

from collections.abc import Callable
from typing import Any

import mcp_types as types
import orjson
from asgiref.sync import sync_to_async
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server

from setpoint import __version__
from setpoint.api.mcp.session import RefusedCallError, Session
from setpoint.api.mcp.tools import discover
from setpoint.api.resources import discover as discover_resources
from setpoint.api.verbs import discover as discover_verbs

HOW = (
    "Setpoint is a CRM that plans, records, controls and corrects. Ask `describe` what a resource holds before you "
    "read or write it, and `actions` what "
    "else can be done; try every change with dry_run; ask `goals_at_risk` and `what_would_you_correct` what matters."
)
Context = ServerRequestContext[Any]


def server(session_of: Callable[[Context], Session]) -> Server[Any]:
    """Return a server whose calls act in the session of their context."""
    discover_resources()
    discover_verbs()
    discover()

    async def list_tools(context: Context, _params: object) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    description=tool.does,
                    input_schema=tool.takes.model_json_schema(),
                    annotations=types.ToolAnnotations(read_only_hint=not tool.changes),
                )
                for tool in session_of(context).tools()
            ]
        )

    async def call_tool(context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        session = session_of(context)
        try:
            told = await sync_to_async(session.call)(params.name, dict(params.arguments or {}))
        except RefusedCallError as refusal:
            return types.CallToolResult(content=[types.TextContent(type="text", text=str(refusal))], is_error=True)
        text = orjson.dumps(told, default=str).decode()
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)], structured_content=orjson.loads(text)
        )

    return Server("setpoint", version=__version__, instructions=HOW, on_list_tools=list_tools, on_call_tool=call_tool)


async def serve_stdio(token: str) -> None:
    """Serve one session over standard input and output, until the other side ends it."""
    session = Session(token)
    made = server(lambda _context: session)
    async with stdio_server() as (read, write):
        await made.run(read, write, made.create_initialization_options())
