//! A machine of one's own, by the files of `deploy`: started as its service would be, backed up while answers come in, and
//! restored elsewhere.

use crate::fixture::{JOURNEY, STEP, answer, count, definition, now_ms, period_of_now, put, ulid};
use journey_tests::{Client, Reply};
use serde_json::json;
use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};
use tempfile::TempDir;
use xtask::{setup, workerd::free_port};

/// A machine with the service installed and running.
struct Machine {
    port: u16,
    key: String,
    service: Child,
    _folders: TempDir,
}

impl Machine {
    /// Installs the service as `docs/operator.md` says and starts what its unit says, but for where things lie.
    fn start(more: &[(&str, &str)]) -> Self {
        let folders = TempDir::new().expect("a temporary folder");
        let to = folders.path();
        let settings = install(to);
        install(to);
        let port = free_port();
        let unit = unit(to, port);
        let state = to.join("var/lib/journey-feedback");
        fs::create_dir_all(state).expect("a folder");
        let one = |name: &'static str| {
            let mut values = values(&unit, name);
            values.next().unwrap_or_else(|| panic!("no {name}"))
        };
        let mut words = one("ExecStart").split(' ');
        let mut service = Command::new(words.next().expect("a program"));
        let own = values(&unit, "Environment").flat_map(|it| it.split(' '));
        let pair = |it| str::split_once(it, '=').expect("NAME=value");
        let key = pair(settings.trim()).1.to_owned();
        service
            .args(words)
            .current_dir(one("WorkingDirectory"))
            .env_clear()
            .envs(own.chain(settings.lines()).map(pair))
            .envs(more.iter().copied())
            .stdin(Stdio::null());
        let machine = Self {
            port,
            key,
            service: service.spawn().expect("the service"),
            _folders: folders,
        };
        let client = machine.client();
        let started = now_ms();
        while !client.is_ok("/v1/health") {
            assert!(now_ms() - started < 60_000, "the service does not answer");
            thread::yield_now();
        }
        machine
    }

    fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn client(&self) -> Client {
        Client::new(&self.origin())
    }

    fn admin(&self) -> Client {
        self.client().with_key(&self.key)
    }

    /// Runs one of the scripts beside the unit.
    fn run(&self, script: &str, file: &Path) -> (bool, String) {
        let output = Command::new(setup::root().join("deploy").join(script))
            .arg(file)
            .arg(self.origin())
            .env("ADMIN_KEY", &self.key)
            .output()
            .expect("the script");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (
            output.status.success(),
            said + &String::from_utf8_lossy(&output.stderr),
        )
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

/// Installs the service below a folder, again where it is there already; gives the settings.
fn install(to: &Path) -> String {
    let mut script = Command::new(setup::root().join("deploy/install"));
    let output = script.env("DESTDIR", to).output().expect("the script");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    fs::read_to_string(to.join("etc/journey-feedback/settings")).expect("the settings")
}

/// The installed unit, of a machine whose root is a folder and where another port is free.
fn unit(to: &Path, port: u16) -> String {
    let unit = to.join("etc/systemd/system/journey-feedback.service");
    let unit = fs::read_to_string(unit).expect("the unit");
    assert!(
        unit.contains("=http=127.0.0.1:8787 "),
        "on the loopback address alone"
    );
    let state = to.join("var/lib").display().to_string();
    unit.replace("/opt/", &format!("{}/opt/", to.display()))
        .replace("%S", &state)
        .replace("8787", &port.to_string())
}

fn values<'a>(unit: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    unit.lines()
        .filter_map(move |line| line.strip_prefix(name)?.strip_prefix('='))
}

#[test]
fn a_backup_made_while_answers_come_in_is_restored_with_every_count_and_none_doubled() {
    const OPTIONS: [&str; 5] = [
        "very-difficult",
        "difficult",
        "neutral",
        "easy",
        "very-easy",
    ];
    // As many answers at once as here would be held for the owner to judge.
    let [old, new] = [(); 2].map(|()| Machine::start(&[("HOLD_BURSTS", "off")]));
    let mut definition = definition();
    definition["shards"] = json!(3);
    assert_eq!(old.admin().put(JOURNEY, &definition).status, 201);

    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("backup.ndjson");
    let over = AtomicBool::new(false);
    let sent = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for part in 0..4 {
            let (client, sent, over) = (old.client(), &sent, &over);
            scope.spawn(move || {
                let mut at: usize = part;
                while !over.load(Ordering::Relaxed) {
                    let (mine, mut body) = (ulid(), answer(OPTIONS[at % 5], 1));
                    if at.is_multiple_of(10) {
                        body["comment"] = json!(format!("Opmerking {at}"));
                    }
                    assert_eq!(put(&client, &mine, &body).status, 201);
                    sent.lock().expect("a list").push((mine, body));
                    at += 4;
                }
            });
        }
        let many = || sent.lock().expect("a list").len();
        let wait_for = |number| {
            while many() < number {
                thread::yield_now();
            }
        };
        wait_for(300);
        let before = many();
        let (done, said) = old.run("backup", &file);
        wait_for(many() + 50);
        over.store(true, Ordering::Relaxed);
        assert!(done, "{said}");
        assert!(many() > before, "answers came in meanwhile");
    });
    let sent = sent.into_inner().expect("a list");

    for round in 0..2 {
        let (done, said) = new.run("restore", &file);
        assert!(done, "round {round}: {said}");
    }
    let restored = answered(&new);
    assert!(
        (300..sent.len() as u64).contains(&restored),
        "{restored} of {}",
        sent.len()
    );

    // What the backup missed comes by the browsers' retries, and what it has is not counted twice by them.
    for (mine, body) in &sent {
        let status = put(&new.client(), mine, body).status;
        assert!(matches!(status, 200 | 201), "{status}");
    }
    assert_eq!(answered(&new), sent.len() as u64);
    let year = period_of_now();
    for address in [
        format!("{JOURNEY}/results?period={year}"),
        format!("{STEP}/results?period={year}"),
    ] {
        let [before, after]: [Reply; 2] = [&old, &new].map(|it| it.admin().get(&address));
        assert_eq!(
            (after.status, after.json()),
            (200, before.json()),
            "{address}"
        );
    }
    for option in OPTIONS {
        let results = new
            .admin()
            .get(&format!("{STEP}/results?period={year}"))
            .json();
        let wanted = sent
            .iter()
            .filter(|(_, body)| body["option"] == option)
            .count();
        assert_eq!(
            count(&results["steps"][0], option),
            u64::try_from(wanted).ok(),
            "{option}"
        );
    }
}

fn answered(machine: &Machine) -> u64 {
    let year = period_of_now();
    let results = machine
        .admin()
        .get(&format!("{STEP}/results?period={year}"));
    results.json()["steps"][0]["answered"]
        .as_u64()
        .expect("a count")
}

#[test]
fn a_backup_that_broke_off_is_none_and_is_not_restored() {
    let machine = Machine::start(&[]);
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("backup.ndjson");
    let wrong = Command::new(setup::root().join("deploy/backup"))
        .args([file.as_os_str(), machine.origin().as_ref()])
        .env("ADMIN_KEY", "another")
        .output()
        .expect("the script");
    assert!(!wrong.status.success() && !file.exists());
    fs::write(&file, "{\"format\":\"journey-feedback\",\"version\":1}\n").expect("a file");
    let (done, said) = machine.run("restore", &file);
    assert!(!done && said.contains("not whole"), "{said}");
    let (done, said) = machine.run("backup", &file);
    assert!(done, "{said}");
    let text = fs::read_to_string(&file).expect("a backup");
    assert!(text.ends_with("{\"kind\":\"complete\"}\n"), "{text}");
}

#[test]
fn systemd_takes_the_unit_and_finds_it_closed() {
    let folders = TempDir::new().expect("a temporary folder");
    let settings = install(folders.path());
    assert_eq!(
        install(folders.path()),
        settings,
        "an upgrade keeps the key"
    );
    let file = folders.path().join("journey-feedback.service");
    fs::write(&file, unit(folders.path(), 8787)).expect("a unit");
    let analyse = |arguments: &[&str]| {
        let mut command = Command::new("systemd-analyze");
        command.args(arguments).arg(&file).output()
    };
    let Ok(verified) = analyse(&["verify"]) else {
        println!("not run: systemd's own checks of the unit; systemd-analyze is missing");
        return;
    };
    let complaint = String::from_utf8_lossy(&verified.stderr).into_owned();
    assert!(
        verified.status.success() && !complaint.contains("journey-feedback"),
        "{complaint}"
    );
    // systemd's score goes from 0, closed, to 100, open.
    let closed = analyse(&["security", "--offline=true", "--threshold=20", "--no-pager"]);
    let closed = closed.expect("systemd-analyze");
    assert!(
        closed.status.success(),
        "{}",
        String::from_utf8_lossy(&closed.stdout)
    );
}

/// A server in front of the service; ended by its own process.
struct Proxy(Child);

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a proxy is set up with: a folder of its own with a certificate and key, a port, and the machine's.
struct Site {
    folder: TempDir,
    port: u16,
    machine: Machine,
}

impl Site {
    fn new() -> Self {
        let machine = Machine::start(&[("RATE_LIMIT", "5"), ("HOLD_BURSTS", "off")]);
        assert_eq!(machine.admin().put(JOURNEY, &definition()).status, 201);
        let folder = TempDir::new().expect("a temporary folder");
        let site = Self {
            folder,
            port: free_port(),
            machine,
        };
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes"])
            .args(["-days", "1", "-subj", "/CN=feedback.gemeente.example"])
            .args(["-addext", "subjectAltName=DNS:feedback.gemeente.example"])
            .args(["-keyout", &site.at("key"), "-out", &site.at("certificate")])
            .output()
            .expect("openssl");
        assert!(made.status.success());
        site
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// An example of ours, in front of this machine.
    fn example(&self, name: &str) -> String {
        let text = fs::read_to_string(setup::root().join("deploy").join(name));
        let own = format!("127.0.0.1:{}", self.machine.port);
        text.expect("the example").replace("127.0.0.1:8787", &own)
    }

    /// The status of a call through the proxy.
    fn status(&self, path: &str, more: &[&str]) -> String {
        let said = Command::new("curl")
            .args(["--insecure", "--silent", "--output", "/dev/null"])
            .args(["--write-out", "%{http_code}", "--retry", "40"])
            .args(["--retry-connrefused", "--retry-delay", "1"])
            .args(["--connect-to", &format!("::127.0.0.1:{}", self.port)])
            .args(more)
            .arg(format!("https://feedback.gemeente.example{path}"))
            .output()
            .expect("curl");
        String::from_utf8_lossy(&said.stdout).into_owned()
    }

    fn tells_the_real_address_whatever_a_caller_says(&self) {
        assert_eq!(self.status("/v1/health", &[]), "200");
        // A minute may begin in between, so twice the limit and one is surely too many.
        let refused = (0..11).any(|number| {
            let address = format!("{STEP}/responses/{}", ulid());
            let claimed = format!("CF-Connecting-IP: 203.0.113.{number}");
            let body = answer("easy", 1).to_string();
            let put = ["--request", "PUT", "--retry", "0", "--header", &claimed];
            let json = "Content-Type: application/json";
            let sent = ["--header", json, "--data", &body];
            self.status(&address, &[&put[..], &sent[..]].concat()) == "429"
        });
        assert!(
            refused,
            "a caller that claims another address each time is one caller"
        );
    }
}

fn is_there(program: &str, argument: &str) -> bool {
    let found = Command::new(program).arg(argument).output().is_ok();
    if !found {
        println!("not run: the example of a proxy; {program} is missing");
    }
    found
}

#[test]
fn nginx_tells_the_real_address_whatever_a_caller_says() {
    if !is_there("nginx", "-v") {
        return;
    }
    let site = Site::new();
    let example = site
        .example("nginx.conf")
        .replace("    listen [::]:443 ssl;\n", "")
        .replace("listen 443 ", &format!("listen 127.0.0.1:{} ", site.port))
        .replace(
            "/etc/ssl/certs/feedback.gemeente.example.pem",
            &site.at("certificate"),
        )
        .replace(
            "/etc/ssl/private/feedback.gemeente.example.key",
            &site.at("key"),
        );
    let places: Vec<String> = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {};", site.at(name)))
        .into();
    let whole = format!(
        "daemon off; master_process off; pid {}; events {{}} http {{ {}\n{example} }}",
        site.at("pid"),
        places.join(" ")
    );
    fs::write(site.at("conf"), whole).expect("a configuration");
    let nginx = Command::new("nginx")
        .args(["-e", "stderr", "-c", &site.at("conf")])
        .stdin(Stdio::null())
        .spawn();
    let _proxy = Proxy(nginx.expect("nginx"));
    site.tells_the_real_address_whatever_a_caller_says();
}

#[test]
fn caddy_tells_the_real_address_whatever_a_caller_says() {
    if !is_there("caddy", "version") {
        return;
    }
    let site = Site::new();
    let here = format!(
        "feedback.gemeente.example:{} {{\n\tbind 127.0.0.1\n\ttls {} {}\n",
        site.port,
        site.at("certificate"),
        site.at("key")
    );
    let example = site
        .example("Caddyfile")
        .replace("feedback.gemeente.example {\n", &here);
    let whole = format!("{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{example}");
    fs::write(site.at("Caddyfile"), whole).expect("a configuration");
    let caddy = Command::new("caddy")
        .args(["run", "--adapter", "caddyfile"])
        .args(["--config", &site.at("Caddyfile")])
        .env("XDG_DATA_HOME", site.folder.path())
        .env("XDG_CONFIG_HOME", site.folder.path())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let _proxy = Proxy(caddy.expect("caddy"));
    site.tells_the_real_address_whatever_a_caller_says();
}
