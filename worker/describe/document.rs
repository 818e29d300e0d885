//! The `OpenAPI` document: the operations with the schemas of the types that they take and give.

use crate::{
    examples,
    operations::{self, Body, Operation, Parameter},
    problem_kind::ProblemKind,
    webhooks,
};
use journey::{problem::Problem, schema::without_widths};
use schemars::{
    JsonSchema, SchemaGenerator, generate::SchemaSettings, transform::RecursiveTransform,
};
use serde_json::{Map, Value, json};
use std::error::Error;

/// The schemas of the components: of what is taken, and of what is given.
pub(crate) struct Schemas {
    taken: SchemaGenerator,
    given: SchemaGenerator,
}

impl Schemas {
    fn new() -> Self {
        let settings = SchemaSettings::draft2020_12()
            .with(|it| it.definitions_path = "/components/schemas".into())
            .with_transform(RecursiveTransform(without_widths));
        Self {
            taken: settings.clone().for_deserialize().into_generator(),
            given: settings.for_serialize().into_generator(),
        }
    }

    /// The schema of what a caller sends.
    pub(crate) fn taken<T: JsonSchema>(&mut self) -> Value {
        self.taken.subschema_for::<T>().into()
    }

    /// The schema of what a caller gets.
    pub(crate) fn given<T: JsonSchema>(&mut self) -> Value {
        self.given.subschema_for::<T>().into()
    }

    /// All of them by name. What is both taken and given is described as it is taken, which leaves out more.
    fn all(mut self) -> Map<String, Value> {
        let mut all = self.given.take_definitions(true);
        all.extend(self.taken.take_definitions(true));
        all
    }
}

/// The whole API, in `OpenAPI`.
///
/// # Errors
/// When an example does not fit its type.
pub fn openapi() -> Result<Value, Box<dyn Error>> {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    for operation in operations::all()? {
        let path = paths
            .entry(operation.path)
            .or_insert_with(|| json!({ "parameters": path_parameters(operation.path) }));
        // An operation with parameters is expected to refuse some. Those of which any value does are the address's.
        if !operation.runs_into().contains(&ProblemKind::InvalidInput)
            && let Some(shared) = path.get_mut("parameters").and_then(Value::as_array_mut)
        {
            shared.extend(operation.parameters.iter().copied().map(reference));
        }
        if let Some(path) = path.as_object_mut() {
            path.insert(
                operation.method.to_owned(),
                describe(&operation, &mut schemas),
            );
        }
    }
    let events = webhooks::events(&mut schemas);
    let responses: Map<String, Value> = ProblemKind::ALL
        .iter()
        .filter(|kind| !operations::NEVER_DESCRIBED.contains(kind))
        .map(|kind| (format!("{kind:?}"), problem(*kind, &mut schemas)))
        .collect();
    let parameters: Map<String, Value> = Parameter::ALL
        .iter()
        .map(|it| (format!("{it:?}"), it.describe()))
        .collect();
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Journey Feedback",
            "version": env!("CARGO_PKG_VERSION"),
            "description": operations::INTRODUCTION,
            "contact": {
                "name": "Journey Feedback",
                "url": "https://feedback.gemeente.example",
                "email": "feedback@gemeente.example",
            },
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": operations::SERVER, "description": "An installation"}],
        "tags": operations::TAGS.map(tag),
        "paths": paths,
        "webhooks": events,
        "components": {
            "schemas": schemas.all(),
            "parameters": parameters,
            "responses": responses,
            "headers": {
                "ApiVersion": header("The API's full version.", env!("CARGO_PKG_VERSION")),
                "ETag": header("Names this state; for If-Match and If-None-Match.", "\"3\""),
            },
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "An owner's key."},
            },
        },
    }))
}

fn tag((name, description): (&str, &str)) -> Value {
    let mut tag = json!({"name": name, "description": description});
    let document = match name {
        "Asking" => Some((
            "The widget's files, with the integrity and the bytes of each",
            operations::WIDGET_FILES,
        )),
        "Journeys" => Some((
            "The JSON Schema of a definition's file",
            operations::JOURNEY_SCHEMA,
        )),
        _ => None,
    };
    if let Some((description, path)) = document {
        tag["externalDocs"] = json!({
            "description": description,
            "url": format!("{}{path}", operations::SERVER),
        });
    }
    tag
}

fn describe(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut responses = Map::new();
    for given in &operation.gives {
        let mut headers = json!({"API-Version": {"$ref": "#/components/headers/ApiVersion"}});
        if given.has_etag {
            headers["ETag"] = json!({"$ref": "#/components/headers/ETag"});
        }
        let mut response = json!({"description": given.description, "headers": headers});
        if let Some(body) = &given.body {
            response["content"] = content(body, schemas);
        }
        responses.insert(given.status.to_string(), response);
    }
    let problems = operation.runs_into();
    for kind in &problems {
        responses.insert(
            kind.entry().status.to_string(),
            json!({"$ref": format!("#/components/responses/{kind:?}")}),
        );
    }
    let mut description = json!({
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description,
        "security": if operation.needs_key { json!([{"key": []}]) } else { json!([]) },
        "responses": responses,
    });
    if problems.contains(&ProblemKind::InvalidInput) && !operation.parameters.is_empty() {
        let parameters = operation.parameters.iter().copied().map(reference);
        description["parameters"] = parameters.collect();
    }
    if let Some(body) = &operation.takes {
        description["requestBody"] = json!({"required": true, "content": content(body, schemas)});
    }
    description
}

fn content(body: &Body, schemas: &mut Schemas) -> Value {
    let mut content = json!({"schema": (body.schema)(schemas)});
    if let Some(example) = &body.example {
        content["example"] = example.clone();
    }
    let kinds = body.kinds.iter();
    kinds
        .map(|kind| ((*kind).to_owned(), content.clone()))
        .collect()
}

fn path_parameters(path: &str) -> Vec<Value> {
    Parameter::ALL
        .iter()
        .filter(|it| path.contains(&format!("{{{}}}", it.name())) && it.describe()["in"] == "path")
        .map(|it| reference(*it))
        .collect()
}

fn reference(parameter: Parameter) -> Value {
    json!({"$ref": format!("#/components/parameters/{parameter:?}")})
}

fn header(description: &str, example: &str) -> Value {
    json!({"description": description, "schema": {"type": "string"}, "example": example})
}

/// What a caller gets who runs into a problem.
fn problem(kind: ProblemKind, schemas: &mut Schemas) -> Value {
    let entry = kind.entry();
    let mut headers = json!({"API-Version": {"$ref": "#/components/headers/ApiVersion"}});
    match kind {
        ProblemKind::Unauthorized => {
            headers["WWW-Authenticate"] = header("How to say who you are.", "Bearer");
        }
        ProblemKind::TooManyRequests | ProblemKind::ShardFailed => {
            headers["Retry-After"] = header("After how many seconds to try again.", "5");
        }
        _ => {}
    }
    json!({
        "description": format!("{}. {}", entry.title, kind.texts()[0].meaning),
        "headers": headers,
        "content": {"application/problem+json": {
            "schema": schemas.given::<Problem>(),
            "example": examples::problem(kind),
        }},
    })
}
