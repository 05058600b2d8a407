"""The WSGI application inside a worker of the web server, which ends when the server is gone."""

from setpoint.commands.processes.leash import end_with_parent
from setpoint.wsgi import application

__all__ = ["application"]

end_with_parent()
