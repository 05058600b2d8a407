"""Which record is which index of the world: sellers, stages, products, channels of the demo company."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.models import Stage
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_zone
from setpoint.kernel.models import Company, Team, User
from setpoint.simulation.models import SimulatedLife
from setpoint.simulation.names import Language
from setpoint.simulation.presets import Preset, garden_sheds
from setpoint.simulation.world import World

DOMAIN = "tidewater.example"


@dataclass(frozen=True)
class Cast:
    """The records behind the indices of a world; tuples are in the world's order."""

    preset: Preset
    world: World
    language: Language
    zone: ZoneInfo
    currency: str
    sellers: tuple[User, ...]
    teams: tuple[Team, ...]
    stages: tuple[Stage, ...]
    products: tuple[Product, ...]
    channels: tuple[str, ...]
    reasons: tuple[str, ...]

    def author(self, seller: int) -> Actor:
        """Return the seller as the author of what he does."""
        user = self.sellers[seller]
        return Actor("simulation", user.pk, user.name, "simulation")


def email_of(english_name: str) -> str:
    """Return the address of a member of the staff, the same in every language."""
    return f"{english_name.lower().replace(' ', '.')}@{DOMAIN}"


def language_of(company: Company) -> Language:
    """Return the language in which the world's names are written."""
    return "ru" if company.language == "ru" else "en"


def make_world(life: SimulatedLife, company: Company) -> tuple[Preset, World]:
    """Return preset and world of the demo company; the same for the same row."""
    preset = garden_sheds(currency=company.currency, today=life.troubled_on, country=company.country)
    return preset, World(preset.parameters, seed=life.seed)


def load() -> Cast:
    """Return the cast of the demo company. SimulatedLife.DoesNotExist where there is none."""
    company = Company.objects.get()
    preset, world = make_world(SimulatedLife.objects.get(), company)
    language = language_of(company)
    users = {user.email: user for user in User.objects.filter(is_simulated=True).select_related("team")}
    sellers = tuple(users[email_of(seller.name.en)] for seller in preset.sellers)
    products = {product.name: product for product in Product.objects.all()}
    stages = {stage.name: stage for stage in Stage.objects.select_related("pipeline").order_by("-pipeline__position")}
    teams = {team.name: team for team in Team.objects.all()}
    return Cast(
        preset=preset,
        world=world,
        language=language,
        zone=company_zone(),
        currency=company.currency,
        sellers=sellers,
        teams=tuple(teams[words.of(language)] for words in preset.teams),
        stages=tuple(stages[words.of(language)] for words in preset.stages),
        products=tuple(products[words.of(language)] for words in preset.products),
        channels=tuple(words.of(language) for words in preset.channels),
        reasons=tuple(words.of(language) for words in preset.reasons),
    )
