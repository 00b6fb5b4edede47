"""Two days of the beacon wire: name of a dropped file → what it holds."""

from tests.beacon.items import BYLINES, flash, package, picture, text, transmission

FIRE = [
    "Fire broke out aboard a grain ship off Sable Point at dawn, the harbour office said.",
    "Eleven sailors were brought ashore by the pilot boat and nobody was hurt in the end.",
]
NEWS = "The fire aboard the grain ship was put out by noon, the harbour office said on Monday."
SEEN = "The grain ship off Sable Point, seen from pier {}"
PICTURES = [f"p{number}" for number in range(1, 7)]
LOCAL = "<embargoed>2099-03-09T12:00:00</embargoed>"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)

FILES: dict[int, dict[str, bytes]] = {
    1: {
        **{f"{name}.xml": picture(name, SEEN.format(name[1:])) for name in PICTURES},
        **{f"{name}-high.jpg": JPEG for name in PICTURES},
        "pack.xml": package("pack", "The fire off Sable Point", "sails", "p2", "p1"),
        "sails.xml": text("sails", "Two sailings to the islands", created="2026-03-02T09:10:00+00:00"),
        "market.xml": text("market", "Market moves to the quay"),
        "zone.xml": text("zone", "Council names a keeper", meta=LOCAL, created="2026-03-02T09:20:00+02:00"),
        "nozone.xml": text("nozone", "Lamp oil gets dearer", meta=LOCAL, created="2026-03-02T09:20:00"),
        "flash1.xml": flash("flash1", "Grain ship burns off Sable Point."),
        "fire.txt": transmission(
            "a0101", "EU--Ship-Fire", "Grain ship burns", *FIRE, sent="03-02-26 0900GMT"
        ),
        "half.xml.part": b"<newsItem",
    },
    2: {
        **{
            f"by-{tongue}.xml": text(
                f"by-{tongue}", f"Keeper {number} lights the lamp", language=tongue, by=line
            )
            for number, (tongue, line) in enumerate(BYLINES.items(), start=1)
        },
        "flash2.xml": flash("flash2", "Sable Point light goes out."),
        "sails.xml": text("sails", "Nine sailings to the islands", created="2026-03-03T08:00:00+00:00"),
        "fire.txt": transmission(
            "a0102", "EU--Ship-Fire, 1st Ld-Writethru", "Fire is out", NEWS, *FIRE, sent="03-03-26 0600GMT"
        ),
    },
}
