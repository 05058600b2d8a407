"""Products in the browser: the list, a new one, a changed one."""

from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products
from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from tests.cast import Cast
from tests.web.conftest import SignIn


def test_products_are_sorted_filtered_and_searched_like_every_list(cast: Cast, as_person: SignIn) -> None:
    products.create(name="Larch shed", series="Tall", list_price=90_000, currency="USD", by=SYSTEM)
    catch_up(["search"])
    sara = as_person(cast.sara)
    page = sara.get("/products?sort=-list_price").content.decode()
    assert page.index("Cedar shed") < page.index("Larch shed")
    page = sara.get('/products?filter={"all":[["list_price","to","1000"]]}').content.decode()
    assert ("Larch shed" in page, "Cedar shed" in page) == (True, False)
    page = sara.get("/products?q=tall").content.decode()
    assert ("Larch shed" in page, "Cedar shed" in page) == (True, False)


def test_a_product_is_added_and_its_price_changed(cast: Cast, as_person: SignIn) -> None:
    olga = as_person(cast.olga)
    page = olga.post("/products/new", {"name": "Larch shed", "list_price": "900.50"}).url
    larch = Product.objects.get(name="Larch shed")
    assert (page, larch.list_price, larch.currency) == (f"/products/{larch.pk}", 90_050, "USD")
    olga.post(page, {"name": "Larch shed", "series": "Tall", "list_price": "950"})
    larch.refresh_from_db()
    assert (larch.series, larch.list_price) == ("Tall", 95_000)
    assert "changed the product Larch shed" in olga.get(page).content.decode()


def test_two_products_of_one_name_are_refused_at_the_name(cast: Cast, as_person: SignIn) -> None:
    before = Fact.objects.count()
    answer = as_person(cast.olga).post("/products/new", {"name": "Cedar shed", "list_price": "1"})
    assert (answer.status_code, Product.objects.count(), Fact.objects.count()) == (422, 1, before)
    assert "Product with this Name already exists." in answer.content.decode()


def test_many_products_get_a_series_at_once(cast: Cast, as_person: SignIn) -> None:
    larch = products.create(name="Larch shed", list_price=1, currency="USD", by=SYSTEM)
    given = {"record": [cast.shed.pk, larch.pk], "change": "series", "value": "Tall"}
    as_person(cast.olga).post("/lists/catalog.product/changes", given)
    assert set(Product.objects.values_list("series", flat=True)) == {"Tall"}


def test_many_products_get_a_price_but_for_one_in_another_currency(cast: Cast, as_person: SignIn) -> None:
    larch = products.create(name="Larch shed", list_price=1, currency="USD", by=SYSTEM)
    olga, given = as_person(cast.olga), {"record": [cast.shed.pk, larch.pk], "change": "list_price", "value": "1200.50"}
    olga.post("/lists/catalog.product/changes", given)
    assert set(Product.objects.values_list("list_price", flat=True)) == {120_050}
    oak = products.create(name="Oak shed", list_price=5, currency="EUR", by=SYSTEM)
    page = olga.post(
        "/lists/catalog.product/changes", given | {"record": [larch.pk, oak.pk], "value": "7"}, follow=True
    )
    assert "“Oak shed” has its price in EUR" in page.content.decode()
    assert list(Product.objects.order_by("pk").values_list("list_price", flat=True)) == [120_050, 120_050, 5]
