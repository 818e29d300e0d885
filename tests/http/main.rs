//! The HTTP API on a real workerd.

use journey_tests::Server;

#[test]
fn a_server_killed_at_once_comes_back_on_the_same_port() {
    let mut server = Server::start();
    let origin = server.origin();
    server.kill_9();
    assert!(!server.client().is_ok("/v1/health"));
    server.restart();
    assert_eq!(server.origin(), origin);
    assert!(server.client().is_ok("/v1/health"));
}
