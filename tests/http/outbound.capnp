# The worker of the deployment, with one difference: what it sends outside goes to the test's receiver, whatever the name. The
# second socket is a door to the deployment's own network, the third to one that allows everything.

using Workerd = import "/workerd/workerd.capnp";
using Deployment = import "../../deploy/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = Deployment.worker),
    (name = "answer", worker = Deployment.answer),
    (name = "dashboard", worker = Deployment.dashboard),
    (name = "data", disk = (writable = true)),
    (name = "widget", disk = (writable = false)),
    (name = "provider", network = (allow = [])),
    (name = "internet", external = (http = (style = proxy))),
    (name = "deployed", network = Deployment.internet),
    (name = "open", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:8787", http = (), service = "worker"),
    (name = "deployed", http = (style = proxy), service = "deployed"),
    (name = "open", http = (style = proxy), service = "open"),
  ],
);
