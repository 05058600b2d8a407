"""A contract for import-linter: sibling packages meet only through the modules named as their doors."""

from typing import Any

import grimp
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Children of `packages` import from each other only the modules listed in `doors`, and what is in them."""

    type_name = "doors"
    packages = fields.ModuleField()
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 (their signature)
        """Collect every import from one child into another that goes past a door."""
        root = self.packages.name
        depth = root.count(".") + 1
        past = []
        for importer in sorted(graph.find_descendants(root)):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                path = imported.split(".")
                if not imported.startswith(f"{root}.") or path[depth] == importer.split(".")[depth]:
                    continue
                if path[depth + 1 : depth + 2] not in [[door] for door in self.doors]:
                    past.append((importer, imported))
        return ContractCheck(kept=not past, metadata={"past": past})

    def render_broken_contract(self, check: Any) -> None:
        """Name each import and the way out."""
        for importer, imported in check.metadata["past"]:
            output.print_error(f"{importer} imports {imported}: go through {', '.join(self.doors)}", bold=False)
