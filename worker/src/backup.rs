//! Moving house: everything out as one stream of lines, and in again, part by part.
//!
//! What one shard holds is read, and written, at one moment; in memory is at most one shard at a
//! time. What came in whole stays in when a later part fails, and sending the file again goes on
//! from there.

use crate::{
    editions,
    error::Error,
    journey_object,
    negotiation::{self, Chunks},
    object, organisation,
    reply::Reply,
    shards,
    zone::Zone,
};
use journey::backup::{
    COMPLETE, HEADER, Holder, Imported, ImportedEdition, ImportedJourney, ImportedOrganisation,
    ImportedShard, MAX_LINE, Outcome, Part, Reader, Rows,
};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use worker::{Context, Env, web_sys};

const NDJSON: &str = "application/x-ndjson";

/// Everything that the organisation and its journeys hold.
pub(crate) async fn export(
    request: &web_sys::Request,
    env: &Env,
    context: &Context,
) -> Result<Reply, Error> {
    negotiation::accepted(request, &[NDJSON], NDJSON)?;
    let journeys = organisation::journeys(env).await?;
    let stream = web_sys::TransformStream::new()?;
    let readable = stream.readable();
    let out = Out(stream.writable().get_writer()?);
    let env = env.clone();
    context.wait_until(async move {
        let sent = send_all(&out, &env, journeys).await;
        // A reader that went away needs no end; one that is there sees that the last line lacks.
        let _gone = match sent {
            Ok(()) => JsFuture::from(out.0.close()).await,
            Err(error) => {
                worker::console_error!("the export broke off: {error:?}");
                JsFuture::from(out.0.abort()).await
            }
        };
    });
    Ok(Reply::stream(200, NDJSON, readable).header(
        "Content-Disposition",
        "attachment; filename=\"journey-feedback.ndjson\"",
    ))
}

/// Takes what an export gave.
pub(crate) async fn import(request: &web_sys::Request, env: &Env) -> Result<Reply, Error> {
    negotiation::is_of(request, &[NDJSON], NDJSON)?;
    let mut lines = Lines {
        chunks: Chunks::of(request),
        buffer: Vec::new(),
        start: 0,
    };
    match take_all(&mut lines, env).await {
        Ok(imported) => Ok(Reply::json(200, &imported)),
        Err(error) => {
            lines.chunks.discard().await;
            Err(error)
        }
    }
}

/// Where the lines go; each is on its way before the next is fetched.
struct Out(web_sys::WritableStreamDefaultWriter);

impl Out {
    async fn lines(&self, mut text: String) -> Result<(), JsValue> {
        text.push('\n');
        let bytes = Uint8Array::from(text.as_bytes());
        JsFuture::from(self.0.write_with_chunk(&bytes)).await?;
        Ok(())
    }

    /// Rows between the line that begins them and the one that ends them.
    async fn block(&self, begin: String, rows: String) -> Result<(), JsValue> {
        let count = rows.lines().count();
        self.lines(begin).await?;
        if count > 0 {
            self.lines(rows).await?;
        }
        self.lines(format!(r#"{{"kind":"end","rows":{count}}}"#))
            .await
    }
}

async fn send_all(out: &Out, env: &Env, journeys: Vec<String>) -> Result<(), Error> {
    out.lines(HEADER.to_owned()).await?;
    let rows = organisation::rows(env).await?;
    out.block(r#"{"kind":"organisation"}"#.to_owned(), rows)
        .await?;
    for journey in journeys {
        for number in 1.. {
            match journey_object::edition_text(env, &journey, number).await? {
                Some(edition) => {
                    let line = format!(
                        r#"{{"kind":"edition","journey":"{journey}","edition":{edition}}}"#
                    );
                    out.lines(line).await?;
                }
                None => break,
            }
        }
        let journeys = object::namespace(env, "JOURNEY")?;
        let edition = editions::fetch(&journeys, &journey).await?;
        let shards = edition.as_ref().map_or(0, |it| it.shard_plan.count());
        // What the journey holds itself comes before its shards.
        for part in 0..=shards {
            let (line, (_, rows)) = match part.checked_sub(1) {
                None => (
                    format!(r#"{{"kind":"journey","journey":"{journey}"}}"#),
                    journey_object::call(env, &journey, "GET", "https://journey/rows", None)
                        .await?,
                ),
                Some(shard) => (
                    format!(r#"{{"kind":"shard","journey":"{journey}","shard":{shard}}}"#),
                    shards::call(
                        env,
                        &journey,
                        shard,
                        "GET",
                        "https://tally/rows".to_owned(),
                        None,
                    )
                    .await?,
                ),
            };
            out.block(line, rows).await?;
        }
        let Some(edition) = edition else { continue };
        // Rows may be of a question that only a newer edition knows.
        let now = editions::fetch(&journeys, &journey).await?;
        if now.is_none_or(|now| now.number != edition.number) {
            let what = format!("journey {journey} was changed meanwhile");
            return Err(Error::Internal(what));
        }
    }
    out.lines(COMPLETE.to_owned()).await?;
    Ok(())
}

async fn take_all(lines: &mut Lines, env: &Env) -> Result<Imported, Error> {
    let mut reader = Reader::default();
    let mut imported = Imported::default();
    while let Some(line) = lines.next().await? {
        let part = reader
            .line(&line, |name| Zone::named(name).is_some())
            .map_err(Error::Invalid)?;
        match part {
            None => {}
            Some(Part::Edition(journey, edition)) => {
                organisation::add_journey(env, &journey).await?;
                let number = edition.number;
                let fresh = journey_object::import(env, &journey, &edition).await?;
                editions::forget(&journey);
                imported.editions.push(ImportedEdition {
                    journey,
                    number,
                    outcome: outcome(fresh),
                });
            }
            Some(Part::Rows(rows)) => take_rows(rows, env, &mut imported).await?,
        }
    }
    reader.end().map_err(Error::Invalid)?;
    Ok(imported)
}

async fn take_rows(rows: Rows, env: &Env, imported: &mut Imported) -> Result<(), Error> {
    let edition = match rows.journey() {
        Some(journey) => editions::current(env, journey).await?,
        None => None,
    };
    let holder = rows.holder.clone();
    let checked = rows.checked(edition.as_deref()).map_err(Error::Invalid)?;
    let rows = checked.len();
    let body = checked.join("\n");
    drop(checked);
    match holder {
        Holder::Organisation => {
            let outcome = outcome(organisation::take_rows(env, body).await?);
            imported.organisation = Some(ImportedOrganisation { rows, outcome });
        }
        Holder::Journey(journey) => {
            let address = "https://journey/rows";
            let call = journey_object::call(env, &journey, "PUT", address, Some(&body));
            let (status, _) = call.await?;
            let outcome = taken(status, || format!("Journey {journey}"))?;
            imported.journeys.push(ImportedJourney {
                journey,
                rows,
                outcome,
            });
        }
        Holder::Shard(journey, shard) => {
            let address = format!("https://tally/rows?{journey}");
            let call = shards::call(env, &journey, shard, "PUT", address, Some(&body));
            let (status, _) = call.await?;
            let outcome = taken(status, || format!("Shard {shard} of journey {journey}"))?;
            imported.shards.push(ImportedShard {
                journey,
                shard,
                rows,
                outcome,
            });
        }
    }
    Ok(())
}

/// What a status says became of the rows of a part.
fn taken(status: u16, part: impl FnOnce() -> String) -> Result<Outcome, Error> {
    if status == 409 {
        let part = part();
        return Err(Error::Conflict(
            format!("{part} holds something else already; nothing was added to it.").into(),
        ));
    }
    Ok(outcome(status == 201))
}

fn outcome(fresh: bool) -> Outcome {
    if fresh {
        Outcome::Imported
    } else {
        Outcome::Present
    }
}

/// A body's lines, read as they are needed.
struct Lines {
    chunks: Chunks,
    buffer: Vec<u8>,
    /// Where the next line begins in the buffer.
    start: usize,
}

impl Lines {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut searched = self.start;
        loop {
            let fresh = self.buffer.get(searched..).unwrap_or_default();
            if let Some(length) = fresh.iter().position(|byte| *byte == b'\n') {
                let end = searched + length;
                let line = self.buffer.get(self.start..end).map(<[u8]>::to_vec);
                self.start = end + 1;
                return Ok(line);
            }
            self.buffer.drain(..self.start);
            self.start = 0;
            searched = self.buffer.len();
            if searched > MAX_LINE {
                return Err(Error::TooLarge(MAX_LINE));
            }
            match self.chunks.next().await? {
                Some(chunk) => self.buffer.extend_from_slice(&chunk),
                None if self.buffer.is_empty() => return Ok(None),
                None => return Ok(Some(std::mem::take(&mut self.buffer))),
            }
        }
    }
}
