"""Who may change what an indicator or its target says."""

from sqlmodel import Session

from bot.actions.people import Actor
from bot.errors import NotAllowed
from storage.indicators import Described
from storage.tables import Person


def require_may_edit(session: Session, described: Described, *, by: Actor, what: str) -> None:
    """Raises NotAllowed, naming who may, unless it is the owner, the backup, the accountable person or an admin."""
    may = {described.ownership.owner_id, described.ownership.backup_id, described.home.definition.accountable_id}
    if by.is_admin or by.person_id in may:
        return
    owner, accountable = described.owner, described.home.accountable
    people = [f"{_name(owner)} (owner)"]
    if described.ownership.backup_id is not None:
        people.append(f"{_name(session.get_one(Person, described.ownership.backup_id))} (backup)")
    if accountable.id != owner.id:
        people.append(f"{_name(accountable)} (accountable)")
    raise NotAllowed(
        f'You cannot change {what} of "{described.definition.name}". '
        f"{', '.join(people)} or a workspace admin can: ask one of them."
    )


def _name(person: Person) -> str:
    return person.name or "Somebody"
