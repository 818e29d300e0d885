BEGIN TRANSACTION;
CREATE TABLE _cf_METADATA (
        key INTEGER PRIMARY KEY,
        value BLOB
      );
INSERT INTO "_cf_METADATA" VALUES(1,1795667666282000000);
CREATE TABLE bursts (number INTEGER PRIMARY KEY, burst TEXT NOT NULL) STRICT;
CREATE TABLE imports (hash TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE journey (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO "journey" VALUES('verbouwvergunning');
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
INSERT INTO "migrations" VALUES(9);
INSERT INTO "migrations" VALUES(10);
INSERT INTO "migrations" VALUES(11);
INSERT INTO "migrations" VALUES(12);
INSERT INTO "migrations" VALUES(13);
INSERT INTO "migrations" VALUES(14);
INSERT INTO "migrations" VALUES(15);
INSERT INTO "migrations" VALUES(16);
CREATE TABLE peak (bytes INTEGER NOT NULL) STRICT;
INSERT INTO "peak" VALUES(0);
CREATE TABLE receipts (
        ulid TEXT PRIMARY KEY, receipt TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "receipts" VALUES('01M8AYPDPBD5VXJK8C6DWBH3G2','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"g":"ee3806ec6ed6ffaea48a2a8b8282696d","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDTQV0S9FWZK6REWXP9G','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDVF56G15WYGDKM30N0Y','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDVTQTRDX4YRP3GD9WBP','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDW63MVNHRHDFSW2WVG8','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDX3MX43MFZP64DFT8WY','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"g":"7ab9c816c3d310b2839baa81ed84e99e","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDXJC2NNTWVEMF0FGY8Y','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDZ164WHG0NC4Q7VBTBA','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE0SNY5DFC54SVRAFXQR','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE0Y91PYBXQG0A9C2FDR','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE1FX84N3HK55XSVG202','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE1PMF10NNNKQNZS9G3A','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE26CWPREDEERHVQ5KXY','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE3G9Q85GS4M4T4FVZ86','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"g":"64fc6ac641f2f7745849f126d0ab1d93","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE3RXVE9YNXJ7WT2432T','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE410D0X868724AKE3C6','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE4B39BR907BZQJWWZE4','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE4EFANY43SXT9BQ827E','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE4MCJ8YSXNWXY542030','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"g":"6f8e0dbae83be9fe0e9706f6bba8aef0","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE4YWDZ1MWT9JJJ55N5R','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE551GWH82CM8NG49DWG','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE9PRY0ZQAX310E4Y71T','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPEEHM5CFQ8J1D7S5Q5FA','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPEKW885HMPZXQH6G8R32','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFC66EK396HW1FN7FGMM','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFDES69VCSGKH226MZ6W','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFDXF7K50XERXYSQHQK6','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFE5TFVK1XFT360344D4','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"g":"4dcde170afd5d96ee7429febb1b449e8","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFEYK3RHNJRQ2SV8150C','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFFE8VD4X2S38YYBF54A','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFGT5CJ21N51P3T6CN8T','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":4,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFJESHSCHNSZS0HK1XW0','{"c":{"c":"web","l":"nl","t":"answered","v":1,"x":{"b":5,"m":10,"o":{"option":"up","reason":null}}},"r":1,"s":"kosten"}');
INSERT INTO "receipts" VALUES('01M8AYPFJJFP4XG48N3G8BG6ER','{"c":{"c":"web","l":"nl","t":"answered","v":1,"x":{"b":5,"m":10,"o":{"option":"up","reason":null}}},"r":1,"s":"kosten"}');
INSERT INTO "receipts" VALUES('01M8AYPFK8777JKHJ6QZNMXN8R','{"c":{"c":"web","l":"nl","t":"answered","v":1,"x":{"b":5,"m":10,"o":{"option":"up","reason":null}}},"r":1,"s":"kosten"}');
INSERT INTO "receipts" VALUES('01M8AYPFKFTQAQ17QPHY4JK832','{"c":{"c":"web","l":"nl","t":"seen","v":1},"r":1,"s":"kosten"}');
INSERT INTO "receipts" VALUES('01M8AYPFKQQ4VK05S5HJANRXBA','{"c":{"c":"web","l":"nl","t":"seen","v":1},"r":1,"s":"kosten"}');
INSERT INTO "receipts" VALUES('01M8AYPFKYETR33BZT13WM6CDW','{"c":{"c":"web","l":"nl","t":"seen","v":1},"r":1,"s":"kosten"}');
CREATE TABLE showings (
        step TEXT, version INTEGER, day INTEGER, channel TEXT, audience TEXT, language TEXT,
        state TEXT, count INTEGER NOT NULL,
        PRIMARY KEY (step, version, day, channel, audience, language, state)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "showings" VALUES('kosten',1,20783,'web','','nl','seen',6);
INSERT INTO "showings" VALUES('kosten',1,20783,'web','','nl','started',3);
INSERT INTO "showings" VALUES('tekeningen',1,20783,'web','inwoner','nl','seen',31);
INSERT INTO "showings" VALUES('tekeningen',1,20783,'web','inwoner','nl','started',31);
CREATE TABLE signals (
        id TEXT PRIMARY KEY, step TEXT NOT NULL, version INTEGER NOT NULL, day INTEGER NOT NULL,
        batch INTEGER NOT NULL, option TEXT NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'new'
    , note TEXT NOT NULL DEFAULT '', burst INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO "signals" VALUES('4dcde170afd5d96ee7429febb1b449e8','tekeningen',1,20783,3,'very-difficult','file-too-large','Het bestand was te groot, poging 50.','new','',0);
INSERT INTO "signals" VALUES('64fc6ac641f2f7745849f126d0ab1d93','tekeningen',1,20783,2,'very-difficult','file-too-large','Het bestand was te groot, poging 25.','new','',0);
INSERT INTO "signals" VALUES('6f8e0dbae83be9fe0e9706f6bba8aef0','tekeningen',1,20783,2,'very-difficult','file-too-large','Het bestand was te groot, poging 30.','new','',0);
INSERT INTO "signals" VALUES('7ab9c816c3d310b2839baa81ed84e99e','tekeningen',1,20783,1,'very-difficult','file-too-large','Het bestand was te groot, poging 10.','new','',0);
INSERT INTO "signals" VALUES('ee3806ec6ed6ffaea48a2a8b8282696d','tekeningen',1,20783,1,'very-difficult','file-too-large','Het bestand was te groot, poging 0.','new','',0);
CREATE TABLE tallies (
        step TEXT, version INTEGER, breakdown TEXT, day INTEGER, option TEXT, reason TEXT,
        count INTEGER NOT NULL,
        PRIMARY KEY (step, version, breakdown, day, option, reason)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "tallies" VALUES('tekeningen',1,'audience:inwoner',20783,'difficult','',13);
INSERT INTO "tallies" VALUES('tekeningen',1,'audience:inwoner',20783,'very-difficult','file-too-large',5);
INSERT INTO "tallies" VALUES('tekeningen',1,'audience:inwoner',20783,'very-easy','',12);
INSERT INTO "tallies" VALUES('tekeningen',1,'channel:web',20783,'difficult','',13);
INSERT INTO "tallies" VALUES('tekeningen',1,'channel:web',20783,'very-difficult','file-too-large',5);
INSERT INTO "tallies" VALUES('tekeningen',1,'channel:web',20783,'very-easy','',12);
INSERT INTO "tallies" VALUES('tekeningen',1,'language:nl',20783,'difficult','',13);
INSERT INTO "tallies" VALUES('tekeningen',1,'language:nl',20783,'very-difficult','file-too-large',5);
INSERT INTO "tallies" VALUES('tekeningen',1,'language:nl',20783,'very-easy','',12);
INSERT INTO "tallies" VALUES('tekeningen',1,'total',20783,'difficult','',13);
INSERT INTO "tallies" VALUES('tekeningen',1,'total',20783,'very-difficult','file-too-large',5);
INSERT INTO "tallies" VALUES('tekeningen',1,'total',20783,'very-easy','',12);
CREATE TABLE waiting (
        grouped TEXT PRIMARY KEY, waiting TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "waiting" VALUES('{"audience":"inwoner","channel":"web","language":"nl","questionVersion":1,"step":"tekeningen"}','{"answers":1,"batch":4,"cells":[[{"option":"difficult","reason":null},1]],"corrected":false,"minimum":10}');
INSERT INTO "waiting" VALUES('{"channel":"web","language":"nl","questionVersion":1,"step":"kosten"}','{"answers":3,"batch":5,"cells":[[{"option":"up","reason":null},3]],"corrected":false,"minimum":10}');
COMMIT;
