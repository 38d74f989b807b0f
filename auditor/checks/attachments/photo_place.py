"""attachments/photo_place

## What it does
Looks for the place where a photograph was taken, as cameras write it into pictures (EXIF GPS), in pictures that pages
link to and in archives. Always ``review``: that the coordinates are there is certain; whether they say where a person
lives (a visit to a household) or only where the county's square is, a person has to see.

## Why it matters
Photographs of visits to households give away the door; 个人信息保护法 Art. 28 counts whereabouts among what is
sensitive.

## Bad
    <a href="/files/zoufang.jpg">走访照片</a>      straight from the telephone

## Instead
    The picture saved without its camera data (“清除照片信息”), or sent through the site's own picture upload.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.facts.file import called
from auditor.model import Check, FileFacts, Hit, Params

TAKEN_AT = "拍摄地点"


def check(file: FileFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for a file with a place in it."""
    for label, value in file.properties:
        if label == TAKEN_AT:
            latitude, _, longitude = value.partition("、")
            yield Hit(
                url=file.url,
                message=f"{called(file)}里写着拍摄地点的经纬度，请核对是不是居民家中",
                # Two decimals are a kilometre: enough to see that it is there.
                evidence=f"纬度 {latitude[:-1]}*，经度 {longitude[:-1]}*",
                verdict="review",
                reason="gps",
            )
            return


CHECK = Check(
    id="attachments/photo_place",
    title="照片里带有拍摄地点",
    severity="P2",
    remedy="请清除照片信息后替换（右键—属性—详细信息—删除属性和个人信息）；手机拍照请关闭“保存地理位置”",
    scope="file",
    check=check,
)
