//! Signing in with an account of the organisation: `OpenID` Connect, by the authorization code flow
//! with PKCE, at the one provider that the settings name.
//!
//! Nothing is kept here: what must come back with the code waits in a cookie of the browser, for ten
//! minutes. Only a token whose signature the provider's own keys confirm is read, and what it must
//! say is decided in [`journey::account`]. Of the person nothing is kept but a name derived from the
//! provider's, in the session and the audit log.

use super::{
    sign_in::{self, Refusal},
    visit::{Visit, cookie, see, set_cookie_as},
};
use crate::{error::Error, organisation, random, rate_limit, reply::Reply, session, setting};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use form_urlencoded::Serializer;
use journey::account::{self, Expected};
use js_sys::{JSON, Promise, Reflect, Uint8Array};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::{Date, Env, web_sys};

/// What a sign-in that is under way waits for.
const PENDING: &str = "__Host-journey-feedback-sign-in";
/// How long it may take, in seconds.
const PATIENCE: u64 = 600;

/// The provider, and who we are there.
struct Settings {
    issuer: String,
    client: String,
    /// None for a client without one, which PKCE alone protects.
    secret: Option<String>,
    /// The address of [`finish`], as the provider knows it.
    back: String,
    scope: String,
    /// The claim that lists a person's groups.
    groups: String,
    /// What each group opens.
    roles: String,
}

impl Settings {
    /// The settings; none where there is no provider.
    fn of(env: &Env) -> Option<Self> {
        let setting = |name| setting::setting(env, name);
        let issuer = setting("OIDC_ISSUER")?;
        Some(Self {
            client: setting("OIDC_CLIENT_ID")?,
            secret: setting("OIDC_CLIENT_SECRET"),
            back: setting("OIDC_REDIRECT_URI")?,
            scope: setting("OIDC_SCOPE").unwrap_or_else(|| "openid".to_owned()),
            groups: setting("OIDC_GROUPS_CLAIM").unwrap_or_else(|| "groups".to_owned()),
            roles: setting("OIDC_ROLES")?,
            issuer,
        })
    }
}

/// What a provider says of itself.
#[derive(Deserialize)]
struct Provider {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

/// The texts that go out with a sign-in and must come back with it.
struct Pending {
    state: String,
    nonce: String,
    verifier: String,
    next: String,
}

/// Whether people can sign in so.
pub(super) fn is_offered(env: &Env) -> bool {
    Settings::of(env).is_some()
}

/// Sends the browser to the provider.
pub(super) async fn begin(visit: &Visit<'_>) -> Result<Reply, Error> {
    rate_limit::check_sign_in(&visit.request.headers(), visit.env).await?;
    let settings = Settings::of(visit.env).ok_or_else(super::nothing)?;
    let Ok(provider) = discover(&settings).await else {
        return Ok(sign_in::page(visit, Some(Refusal::Provider)));
    };
    let pending = Pending {
        state: random::hex(16)?,
        nonce: random::hex(16)?,
        verifier: random::hex(32)?,
        next: visit.asked("next").unwrap_or_default(),
    };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&pending.verifier));
    let query = Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", &settings.client)
        .append_pair("redirect_uri", &settings.back)
        .append_pair("scope", &settings.scope)
        .append_pair("state", &pending.state)
        .append_pair("nonce", &pending.nonce)
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256")
        .finish();
    let mark = if provider.authorization_endpoint.contains('?') {
        '&'
    } else {
        '?'
    };
    let to = format!("{}{mark}{query}", provider.authorization_endpoint);
    // The provider's answer comes from another site, with a link's cookies alone.
    let cookie = set_cookie_as("Lax", PENDING, &pending.text(), PATIENCE);
    Ok(see(to).header("Set-Cookie", cookie))
}

/// Takes the provider's answer, and begins a session for whoever it vouches for.
pub(super) async fn finish(visit: &Visit<'_>) -> Result<Reply, Error> {
    rate_limit::check_sign_in(&visit.request.headers(), visit.env).await?;
    let settings = Settings::of(visit.env).ok_or_else(super::nothing)?;
    let kept = cookie(visit.request, PENDING)?;
    let pending = kept.as_deref().and_then(Pending::read);
    let code = visit.asked("code");
    let answer = pending.zip(code).filter(|(pending, _)| {
        let given = visit.asked("state").unwrap_or_default();
        session::same(&given, &pending.state)
    });
    // A provider that says who it is must be the one that was asked (RFC 9207).
    let issuer = visit.asked("iss");
    let is_asked = issuer.is_none_or(|it| it == settings.issuer);
    let Some((pending, code)) = answer.filter(|_| is_asked) else {
        return Ok(forget(sign_in::page(visit, Some(Refusal::Provider))));
    };
    let found = match vouched(&settings, &pending, &code).await {
        Ok(found) => found,
        Err(error) => {
            worker::console_error!("nobody was signed in: {error:?}");
            return Ok(forget(sign_in::page(visit, Some(Refusal::Provider))));
        }
    };
    let Some(grant) = account::grant(&settings.roles, &found.groups) else {
        return Ok(forget(sign_in::page(visit, Some(Refusal::NoRole))));
    };
    let name = Sha256::digest(format!("{}\n{}", settings.issuer, found.subject));
    let name = random::hex_of(name.get(..8).unwrap_or_default());
    let account = format!("person-{name}");
    let text = organisation::begin_session_of(visit.env, account, grant).await?;
    let reply = sign_in::go_on(visit, sign_in::own_or_first(&pending.next));
    Ok(forget(reply).also("Set-Cookie", sign_in::session_cookie(&text)))
}

/// A reply that ends what was under way.
fn forget(reply: Reply) -> Reply {
    reply.also("Set-Cookie", set_cookie_as("Lax", PENDING, "", 0))
}

impl Pending {
    fn text(&self) -> String {
        let next = URL_SAFE_NO_PAD.encode(&self.next);
        [&self.state, &self.nonce, &self.verifier, &next]
            .map(String::as_str)
            .join(".")
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        Some(Self {
            state: parts.next().filter(|it| !it.is_empty())?,
            nonce: parts.next()?,
            verifier: parts.next()?,
            next: String::from_utf8(URL_SAFE_NO_PAD.decode(parts.next()?).ok()?).ok()?,
        })
    }
}

async fn discover(settings: &Settings) -> Result<Provider, Error> {
    let issuer = settings.issuer.trim_end_matches('/');
    let address = format!("{issuer}/.well-known/openid-configuration");
    let provider: Provider = fetch_json(&address, None).await?;
    if provider.issuer == settings.issuer {
        Ok(provider)
    } else {
        Err(refused("the provider calls itself otherwise"))
    }
}

/// Who the provider vouches for, in exchange for a code.
async fn vouched(
    settings: &Settings,
    pending: &Pending,
    code: &str,
) -> Result<account::Account, Error> {
    #[derive(Deserialize)]
    struct Tokens {
        id_token: String,
    }
    let provider = discover(settings).await?;
    let mut body = Serializer::new(String::new());
    body.append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("redirect_uri", &settings.back)
        .append_pair("code_verifier", &pending.verifier);
    let part = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let authorization = settings.secret.as_ref().map(|secret| {
        let pair = format!("{}:{}", part(&settings.client), part(secret));
        format!("Basic {}", STANDARD.encode(pair))
    });
    if authorization.is_none() {
        body.append_pair("client_id", &settings.client);
    }
    let form = (body.finish(), authorization);
    let tokens: Tokens = fetch_json(&provider.token_endpoint, Some(form)).await?;
    let claims = confirmed(&tokens.id_token, &provider.jwks_uri).await?;
    let expected = Expected {
        issuer: &settings.issuer,
        client: &settings.client,
        nonce: &pending.nonce,
        now: Date::now().as_millis() / 1000,
        groups: &settings.groups,
    };
    account::read(&claims, expected).map_err(refused)
}

/// The claims of a token, once one of the provider's keys confirmed its signature.
async fn confirmed(token: &str, keys: &str) -> Result<Value, Error> {
    let mut parts = token.split('.');
    let (Some(head), Some(claims), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(refused("the token is none"));
    };
    let decode = |text: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(text);
        bytes.map_err(|_| refused("the token is not base64"))
    };
    let header: Value = serde_json::from_slice(&decode(head)?)?;
    let field = |name: &str| header.get(name).and_then(Value::as_str);
    // Never "none", and never a secret that both know: what is signed with one anybody may have made.
    let (kind, algorithm) = match field("alg") {
        Some("RS256") => ("RSA", r#"{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-256"}"#),
        Some("PS256") => (
            "RSA",
            r#"{"name":"RSA-PSS","hash":"SHA-256","saltLength":32}"#,
        ),
        Some("ES256") => (
            "EC",
            r#"{"name":"ECDSA","namedCurve":"P-256","hash":"SHA-256"}"#,
        ),
        _ => return Err(refused("the token is signed in a way that is not taken")),
    };
    let algorithm = JSON::parse(algorithm)?;
    let keys: Value = fetch_json(keys, None).await?;
    let keys = keys.get("keys").and_then(Value::as_array);
    let named = field("kid");
    let fits = |key: &&Value| {
        let text = |name: &str| key.get(name).and_then(Value::as_str);
        text("kty") == Some(kind)
            && text("use").is_none_or(|it| it == "sig")
            && (named.is_none() || text("kid") == named)
    };
    let signed = token.rsplit_once('.').map_or("", |(signed, _)| signed);
    let signed = Uint8Array::from(signed.as_bytes());
    let signature = Uint8Array::from(&*decode(signature)?);
    for key in keys.into_iter().flatten().filter(fits) {
        let key = JSON::parse(&key.to_string())?;
        let uses = js_sys::Array::of1(&"verify".into());
        let key = JsFuture::from(import_key("jwk", &key, &algorithm, false, &uses)?).await?;
        let holds = JsFuture::from(verify(&algorithm, &key, &signature, &signed)?).await?;
        if holds.is_truthy() {
            return Ok(serde_json::from_slice(&decode(claims)?)?);
        }
    }
    Err(refused("none of the provider's keys signed the token"))
}

/// A JSON document of the provider's: got, or given in return for a form with its authorization.
async fn fetch_json<T: DeserializeOwned>(
    address: &str,
    form: Option<(String, Option<String>)>,
) -> Result<T, Error> {
    let headers = web_sys::Headers::new()?;
    headers.set("Accept", "application/json")?;
    let init = web_sys::RequestInit::new();
    if let Some((body, authorization)) = form {
        init.set_method("POST");
        init.set_body(&body.into());
        headers.set("Content-Type", "application/x-www-form-urlencoded")?;
        if let Some(authorization) = authorization {
            headers.set("Authorization", &authorization)?;
        }
    }
    init.set_headers(&headers);
    Reflect::set(&init, &"redirect".into(), &"manual".into())?;
    let answer: web_sys::Response = JsFuture::from(fetch(address, &init)?)
        .await?
        .unchecked_into();
    let text = JsFuture::from(answer.text()?).await?;
    if answer.status() != 200 {
        return Err(refused(&format!("{address} answered {}", answer.status())));
    }
    Ok(serde_json::from_str(&text.as_string().unwrap_or_default())?)
}

fn refused(why: &str) -> Error {
    Error::Internal(format!("the sign-in was refused: {why}"))
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(address: &str, init: &web_sys::RequestInit) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = importKey, catch)]
    fn import_key(
        format: &str,
        key: &JsValue,
        algorithm: &JsValue,
        extractable: bool,
        uses: &JsValue,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], catch)]
    fn verify(
        algorithm: &JsValue,
        key: &JsValue,
        signature: &Uint8Array,
        signed: &Uint8Array,
    ) -> Result<Promise, JsValue>;
}

#[cfg(test)]
mod tests {
    use super::Pending;

    #[test]
    fn what_is_under_way_comes_back_as_it_went() {
        let pending = Pending {
            state: "a1".to_owned(),
            nonce: "b2".to_owned(),
            verifier: "c3".to_owned(),
            next: "/dashboard/journeys/x?period=2026-Q4".to_owned(),
        };
        let read = Pending::read(&pending.text()).unwrap();
        assert_eq!(read.text(), pending.text());
        assert_eq!(read.next, pending.next);
        for text in ["", ".b.c.", "a.b", "a.b.c.!"] {
            assert!(Pending::read(text).is_none(), "{text}");
        }
    }
}
