BEGIN TRANSACTION;
CREATE TABLE _cf_METADATA (
        key INTEGER PRIMARY KEY,
        value BLOB
      );
INSERT INTO "_cf_METADATA" VALUES(1,1795664373509000000);
CREATE TABLE alerts (
        kind TEXT NOT NULL, told INTEGER NOT NULL, step TEXT NOT NULL, known INTEGER NOT NULL,
        PRIMARY KEY (kind, step)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "alerts" VALUES('answers.held',0,'kosten',0);
INSERT INTO "alerts" VALUES('answers.held',0,'tekeningen',0);
INSERT INTO "alerts" VALUES('callback.overdue',0,'kosten',0);
INSERT INTO "alerts" VALUES('callback.overdue',0,'tekeningen',0);
INSERT INTO "alerts" VALUES('change.detected',0,'kosten',0);
INSERT INTO "alerts" VALUES('change.detected',0,'tekeningen',0);
INSERT INTO "alerts" VALUES('digest.weekly',0,'',20780);
INSERT INTO "alerts" VALUES('look',498795,'',0);
INSERT INTO "alerts" VALUES('norm.missed',0,'kosten',0);
INSERT INTO "alerts" VALUES('norm.missed',20783,'tekeningen',1);
INSERT INTO "alerts" VALUES('signal.arrived',0,'kosten',0);
INSERT INTO "alerts" VALUES('signal.arrived',0,'tekeningen',12);
CREATE TABLE callbacks (
        id TEXT PRIMARY KEY, step TEXT NOT NULL, phone TEXT NOT NULL, name TEXT NOT NULL,
        moment TEXT NOT NULL, language TEXT NOT NULL, asked INTEGER NOT NULL,
        due INTEGER NOT NULL, deletes INTEGER NOT NULL, status TEXT NOT NULL DEFAULT 'open',
        note TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;
CREATE TABLE deliveries (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, webhook TEXT NOT NULL,
        type TEXT NOT NULL, event TEXT NOT NULL, day INTEGER NOT NULL, next INTEGER,
        attempts INTEGER NOT NULL DEFAULT 0, status INTEGER
    ) STRICT;
INSERT INTO "deliveries" VALUES(1,'bc57a22ca1774fa4e70022380017e1b3','067dd9c779096631','norm.missed','{"type":"norm.missed","timestamp":"2026-11-26T00:00:00Z","data":{"journey":"verbouwvergunning","period":"2026-Q4","step":"tekeningen","results":[{"step":"tekeningen","questionVersion":1,"seen":60,"started":60,"dismissed":0,"answered":50,"answerRate":{"count":50,"of":60,"share":0.8333,"low":0.7197,"high":0.9069},"suppressed":false,"negative":{"count":29,"of":50,"share":0.58,"low":0.4423,"high":0.7062},"positive":{"count":21,"of":50,"share":0.42,"low":0.2938,"high":0.5577},"norm":{"tone":"positive","atLeast":0.7,"status":"missed"},"change":{"status":"none"},"signals":{"new":11,"total":12},"held":0}]}}',20783,1795664373509,2,NULL);
CREATE TABLE editions (number INTEGER PRIMARY KEY, edition TEXT NOT NULL) STRICT;
INSERT INTO "editions" VALUES(1,'{"number":1,"definition":{"title":{"nl":"Verbouwvergunning aanvragen"},"languages":["nl","en"],"defaultLanguage":"nl","timeZone":"Europe/Amsterdam","origins":[],"minimumCell":10,"shards":2,"audiences":[{"id":"inwoner","label":{"nl":"Inwoners"}}],"retention":{"signalsDays":3650,"callbacksDays":30},"steps":[{"id":"tekeningen","title":{"nl":"Tekeningen toevoegen"},"question":{"prompt":{"nl":"Hoe makkelijk of moeilijk was deze stap?"},"scale":"ease","followUp":{"on":"outliers","reasons":[{"id":"file-too-large","label":{"nl":"Mijn bestand was te groot"}}],"comment":{"prompt":{"nl":"Wat kunnen wij beter doen?"},"maxLength":200}}},"norm":{"tone":"positive","atLeast":0.7},"callback":{"withinDays":2},"ask":{"sampleRate":1.0,"cooldownSteps":0}},{"id":"kosten","title":{"nl":"Kosten bekijken"},"question":{"prompt":{"nl":"Is het duidelijk?"},"scale":"thumbs"},"ask":{"sampleRate":1.0,"cooldownSteps":0}}]},"asked":{"kosten":[{"version":1,"prompt":{"nl":"Is het duidelijk?"},"scale":"thumbs","reasons":[],"commentLimit":0,"followUp":false}],"tekeningen":[{"version":1,"prompt":{"nl":"Hoe makkelijk of moeilijk was deze stap?"},"scale":"ease","reasons":[{"id":"file-too-large","label":{"nl":"Mijn bestand was te groot"}}],"commentLimit":200,"followUp":true}]},"shardPlan":[{"from":0,"shards":2}]}');
CREATE TABLE imports (hash TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE improvements (
        id TEXT PRIMARY KEY, improvement TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "improvements" VALUES('a5f98b90ab499b08','{"id":"a5f98b90ab499b08","published":true,"signals":["1-1966ea14d17aa1ed1028b5385bbd12b5"],"since":"2026-11-20","step":"tekeningen","weDid":{"nl":"Grens verhoogd"},"youSaid":{"nl":"Te groot"}}');
CREATE TABLE migrations (number INTEGER PRIMARY KEY) STRICT;
INSERT INTO "migrations" VALUES(0);
INSERT INTO "migrations" VALUES(1);
INSERT INTO "migrations" VALUES(2);
INSERT INTO "migrations" VALUES(3);
INSERT INTO "migrations" VALUES(4);
INSERT INTO "migrations" VALUES(5);
INSERT INTO "migrations" VALUES(6);
INSERT INTO "migrations" VALUES(7);
INSERT INTO "migrations" VALUES(8);
CREATE TABLE peak (bytes INTEGER NOT NULL) STRICT;
INSERT INTO "peak" VALUES(0);
CREATE TABLE webhooks (
        id TEXT PRIMARY KEY, journey TEXT NOT NULL, url TEXT NOT NULL, events TEXT NOT NULL,
        paused INTEGER NOT NULL, secret TEXT NOT NULL, previous TEXT NOT NULL DEFAULT '',
        rotated INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
INSERT INTO "webhooks" VALUES('067dd9c779096631','verbouwvergunning','https://hooks.gemeente.example/in','["norm.missed","change.detected","signal.arrived","callback.overdue","answers.held","digest.weekly"]',0,'wA1pOwRV6yKOyZTaJQlVK9Psb0xlyBtlfhymMgeouA4=','',0);
COMMIT;
