BEGIN TRANSACTION;
CREATE TABLE audit (
        number INTEGER PRIMARY KEY, date TEXT NOT NULL, key TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL
    ) STRICT;
INSERT INTO "audit" VALUES(1,'2026-11-26','admin-key','journey-defined','verbouwvergunning');
INSERT INTO "audit" VALUES(2,'2026-11-26','admin-key','improvement-added','verbouwvergunning/a5f98b90ab499b08');
INSERT INTO "audit" VALUES(3,'2026-11-26','admin-key','signal-changed','verbouwvergunning/1-1966ea14d17aa1ed1028b5385bbd12b5 from new to done');
INSERT INTO "audit" VALUES(4,'2026-11-26','admin-key','key-created','4388066c60d497b3');
INSERT INTO "audit" VALUES(5,'2026-11-26','admin-key','webhook-added','verbouwvergunning/067dd9c779096631');
CREATE TABLE ended_sessions (
        id TEXT PRIMARY KEY, day INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE journeys (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "journeys" VALUES('verbouwvergunning');
CREATE TABLE keys (
        id TEXT PRIMARY KEY, hash TEXT NOT NULL, label TEXT NOT NULL, access TEXT NOT NULL,
        created TEXT NOT NULL, used TEXT
    ) STRICT, WITHOUT ROWID;
INSERT INTO "keys" VALUES('4388066c60d497b3','f203a75728dac45d975619f51e26b970868fb220e62f9b7c6a8d2c3f5b7a225a','kept','{"role":"viewer"}','2026-11-26','2026-11-26');
CREATE TABLE migrations (number INTEGER PRIMARY KEY) STRICT;
INSERT INTO "migrations" VALUES(0);
INSERT INTO "migrations" VALUES(1);
INSERT INTO "migrations" VALUES(2);
INSERT INTO "migrations" VALUES(3);
INSERT INTO "migrations" VALUES(4);
INSERT INTO "migrations" VALUES(5);
CREATE TABLE secrets (name TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_date ON audit (date);
COMMIT;
