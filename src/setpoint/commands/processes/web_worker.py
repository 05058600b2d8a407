"""The WSGI application inside a worker of the web server, which ends when the server is gone."""

from threading import Thread

from setpoint.commands.processes.leash import end_with_parent
from setpoint.platform.search.words import warm_up
from setpoint.wsgi import application

__all__ = ["application"]

end_with_parent()
# the first who searches does not wait for the dictionaries, nor does the start
Thread(target=warm_up, name="warm-up", daemon=True).start()
