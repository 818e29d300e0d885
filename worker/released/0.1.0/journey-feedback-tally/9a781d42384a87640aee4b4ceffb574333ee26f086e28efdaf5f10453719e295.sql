BEGIN TRANSACTION;
CREATE TABLE _cf_METADATA (
        key INTEGER PRIMARY KEY,
        value BLOB
      );
INSERT INTO "_cf_METADATA" VALUES(1,1795667666301000000);
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
INSERT INTO "receipts" VALUES('01M8AYPDQMP280TTH6JPW2BECB','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDRHHXADDS67HMCYS6JK','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDSXS9QAZB4WHQ3FBVRF','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDV2NK5QEPS6902YQC7V','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"g":"c5a1af4302de9cbcf5030c66a87f1371","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDWQWEEYMBPNA266AEED','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDXWFVXS7G5H72NXP6AK','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDYETBSJ6EDFYPZSE8HB','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPDZSJH8GWSCW76JF0NE3','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"g":"dc5d6345a638afae733cd330ab8582ab","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE029H5Y74V05SRM9TAD','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE0BA2KZJGJQ7HHTN8FH','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":1,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE121G90M22GAAWW8CDD','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"g":"799aa228a7823ecc7213bd90a665f2d0","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE1V72WX2F8RPXK7CB39','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE5K4NHW2QN9FK48Q0NX','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE6AVP9Z730ZQ0NAHNK1','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE89XG9XNKDSK57TKCDN','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"g":"a4ece3e7f19e1e02c14ebe2d379ad54f","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE8MBBR4TDTK92ZNVC4B','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPE8YJ7VDT2XE9W72WCTN','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPEFWPNX205EWV8E7C3GX','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"g":"74c5998beff0a07e46d58871708c1557","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPEGKEBBN66ZFETGS7WNS','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPEP96E5XFE71WV995V5F','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":2,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFD10V694DPCRV64VAB7','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"g":"1966ea14d17aa1ed1028b5385bbd12b5","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFDP6WQZHHPDB0G7XJTX','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFE2Z8BJZ1ZN4YXHSF5K','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFEHRG3NDQ5TGWMV9PEV','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFFHGNA98TFJGYWAVZC1','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFG9TAAG9KKKSG7AEE5N','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"g":"89536aad53f708867a92428cefd9245f","m":10,"o":{"option":"very-difficult","reason":"file-too-large"}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFHFMD6Y7JTDQSP7AASS','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFJ2NGQVK15K7C4Z94TN','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"very-easy","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFJ9H83VEPRPHS52X2E5','{"c":{"a":"inwoner","c":"web","l":"nl","t":"answered","v":1,"x":{"b":3,"m":10,"o":{"option":"difficult","reason":null}}},"r":1,"s":"tekeningen"}');
INSERT INTO "receipts" VALUES('01M8AYPFJVY93DQXE3CXC5WJ6N','{"c":{"c":"web","l":"nl","t":"answered","v":1,"x":{"b":4,"m":10,"o":{"option":"up","reason":null}}},"r":1,"s":"kosten"}');
INSERT INTO "receipts" VALUES('01M8AYPFK28867HWKTEQEYSRKN','{"c":{"c":"web","l":"nl","t":"answered","v":1,"x":{"b":4,"m":10,"o":{"option":"up","reason":null}}},"r":1,"s":"kosten"}');
INSERT INTO "receipts" VALUES('01M8AYPFM553ZSXGR0ZM7YNV85','{"c":{"c":"web","l":"nl","t":"seen","v":1},"r":1,"s":"kosten"}');
CREATE TABLE showings (
        step TEXT, version INTEGER, day INTEGER, channel TEXT, audience TEXT, language TEXT,
        state TEXT, count INTEGER NOT NULL,
        PRIMARY KEY (step, version, day, channel, audience, language, state)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "showings" VALUES('kosten',1,20783,'web','','nl','seen',3);
INSERT INTO "showings" VALUES('kosten',1,20783,'web','','nl','started',2);
INSERT INTO "showings" VALUES('tekeningen',1,20783,'web','inwoner','nl','seen',29);
INSERT INTO "showings" VALUES('tekeningen',1,20783,'web','inwoner','nl','started',29);
CREATE TABLE signals (
        id TEXT PRIMARY KEY, step TEXT NOT NULL, version INTEGER NOT NULL, day INTEGER NOT NULL,
        batch INTEGER NOT NULL, option TEXT NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'new'
    , note TEXT NOT NULL DEFAULT '', burst INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO "signals" VALUES('1966ea14d17aa1ed1028b5385bbd12b5','tekeningen',1,20783,3,'very-difficult','file-too-large','Het bestand was te groot, poging 45.','done','',0);
INSERT INTO "signals" VALUES('74c5998beff0a07e46d58871708c1557','tekeningen',1,20783,2,'very-difficult','file-too-large','Het bestand was te groot, poging 40.','new','',0);
INSERT INTO "signals" VALUES('799aa228a7823ecc7213bd90a665f2d0','tekeningen',1,20783,2,'very-difficult','file-too-large','Het bestand was te groot, poging 20.','new','',0);
INSERT INTO "signals" VALUES('89536aad53f708867a92428cefd9245f','tekeningen',1,20783,3,'very-difficult','file-too-large','Het bestand was te groot, poging 55.','new','',0);
INSERT INTO "signals" VALUES('a4ece3e7f19e1e02c14ebe2d379ad54f','tekeningen',1,20783,2,'very-difficult','file-too-large','Het bestand was te groot, poging 35.','new','',0);
INSERT INTO "signals" VALUES('c5a1af4302de9cbcf5030c66a87f1371','tekeningen',1,20783,1,'very-difficult','file-too-large','Het bestand was te groot, poging 5.','new','',0);
INSERT INTO "signals" VALUES('dc5d6345a638afae733cd330ab8582ab','tekeningen',1,20783,1,'very-difficult','file-too-large','Het bestand was te groot, poging 15.','new','',0);
CREATE TABLE tallies (
        step TEXT, version INTEGER, breakdown TEXT, day INTEGER, option TEXT, reason TEXT,
        count INTEGER NOT NULL,
        PRIMARY KEY (step, version, breakdown, day, option, reason)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "tallies" VALUES('tekeningen',1,'audience:inwoner',20783,'difficult','',6);
INSERT INTO "tallies" VALUES('tekeningen',1,'audience:inwoner',20783,'very-difficult','file-too-large',5);
INSERT INTO "tallies" VALUES('tekeningen',1,'audience:inwoner',20783,'very-easy','',9);
INSERT INTO "tallies" VALUES('tekeningen',1,'channel:web',20783,'difficult','',6);
INSERT INTO "tallies" VALUES('tekeningen',1,'channel:web',20783,'very-difficult','file-too-large',5);
INSERT INTO "tallies" VALUES('tekeningen',1,'channel:web',20783,'very-easy','',9);
INSERT INTO "tallies" VALUES('tekeningen',1,'language:nl',20783,'difficult','',6);
INSERT INTO "tallies" VALUES('tekeningen',1,'language:nl',20783,'very-difficult','file-too-large',5);
INSERT INTO "tallies" VALUES('tekeningen',1,'language:nl',20783,'very-easy','',9);
INSERT INTO "tallies" VALUES('tekeningen',1,'total',20783,'difficult','',6);
INSERT INTO "tallies" VALUES('tekeningen',1,'total',20783,'very-difficult','file-too-large',5);
INSERT INTO "tallies" VALUES('tekeningen',1,'total',20783,'very-easy','',9);
CREATE TABLE waiting (
        grouped TEXT PRIMARY KEY, waiting TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "waiting" VALUES('{"audience":"inwoner","channel":"web","language":"nl","questionVersion":1,"step":"tekeningen"}','{"answers":9,"batch":3,"cells":[[{"option":"difficult","reason":null},4],[{"option":"very-difficult","reason":"file-too-large"},2],[{"option":"very-easy","reason":null},3]],"corrected":false,"minimum":10}');
INSERT INTO "waiting" VALUES('{"channel":"web","language":"nl","questionVersion":1,"step":"kosten"}','{"answers":2,"batch":4,"cells":[[{"option":"up","reason":null},2]],"corrected":false,"minimum":10}');
COMMIT;
