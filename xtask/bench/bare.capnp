# bare.js on workerd, its storage set up as the worker's is in deploy/workerd.capnp.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "data", disk = (writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  modules = [(name = "bare.js", esModule = embed "bare.js")],
  compatibilityDate = "2026-04-01",
  durableObjectNamespaces = [(className = "Counter", uniqueKey = "bare-counter", enableSql = true)],
  durableObjectStorage = (localDisk = "data"),
  bindings = [(name = "COUNTER", durableObjectNamespace = "Counter")],
);
