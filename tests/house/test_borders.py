"""The import contract of our own making refuses what it should; the others are import-linter's."""

import grimp

from scripts.import_contracts import DoorsContract


def check(importer: str, imported: str) -> list[tuple[str, str]]:
    graph = grimp.ImportGraph()
    for module in ("app.domains", importer, imported):
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported)
    contract = DoorsContract(
        name="doors",
        session_options={"root_packages": ["app"]},
        contract_options={"packages": "app.domains", "doors": ["operations", "queries"]},
    )
    return contract.check(graph, verbose=False).metadata["past"]


def test_a_domain_enters_another_by_its_door():
    assert check("app.domains.sales.act.hasten", "app.domains.customers.operations.parties") == []


def test_a_domain_does_not_climb_through_the_window():
    importer, imported = "app.domains.sales.queries", "app.domains.customers.record"
    assert check(importer, imported) == [(importer, imported)]


def test_a_domain_does_not_import_another_as_a_whole():
    importer, imported = "app.domains.sales.queries", "app.domains.customers"
    assert check(importer, imported) == [(importer, imported)]


def test_inside_a_domain_everything_is_open():
    assert check("app.domains.sales.queries", "app.domains.sales.record") == []


def test_the_edges_of_the_application_are_not_concerned():
    assert check("app.web.deals", "app.domains.sales.permissions") == []
