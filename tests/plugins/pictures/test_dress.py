"""``<img>`` with what a browser needs."""

from __future__ import annotations

import pytest

from plugins.pictures.dress import SIZES, Picture, dress

WIDE = Picture("/media/a.jpg", 1600, 900, ((480, "/media/~480/a.jpg"), (1600, "/media/a.jpg")))
SMALL = Picture("/media/%E5%9B%BE.png", 300, 200)
BARE = Picture("/media/c.svg", 0, 0)
PICTURES = {picture.url: picture for picture in (WIDE, SMALL, BARE)}


@pytest.mark.parametrize(
    ("html", "dressed"),
    [
        (
            '<p><img alt="图" src="/media/a.jpg"></p>',
            '<p><img alt="图" src="/media/a.jpg" width="1600" height="900" srcset="/media/~480/a.jpg 480w, '
            f'/media/a.jpg 1600w" sizes="{SIZES}" decoding="async"></p>',
        ),
        (
            '<img src="/media/%E5%9B%BE.png" alt="">',
            '<img src="/media/%E5%9B%BE.png" alt="" width="300" height="200" decoding="async">',
        ),
        ('<img src="/media/c.svg" alt="a">', '<img src="/media/c.svg" alt="a" decoding="async">'),
        ('<img src="/media/other.jpg" alt="a">', '<img src="/media/other.jpg" alt="a" decoding="async">'),
        (
            '<img src="/media/a.jpg" alt="a" width="320" height="999">',
            '<img src="/media/a.jpg" alt="a" width="320" height="180" srcset="/media/~480/a.jpg 480w, '
            '/media/a.jpg 1600w" sizes="320px" decoding="async">',
        ),
        (
            '<img src="/media/%E5%9B%BE.png" alt="a" width="50%">',
            '<img src="/media/%E5%9B%BE.png" alt="a" width="300" height="200" decoding="async">',
        ),
    ],
)
def test_a_picture_is_dressed(html, dressed):
    """Size, choice of widths, and the editor's own width with the height that belongs to it."""
    assert dress(html, PICTURES) == dressed


def test_all_but_the_first_wait_for_the_reader():
    """The first is what the page opens with."""
    html = dress('<img src="/media/a.jpg" alt="a">' * 3, PICTURES)
    assert [part.count('loading="lazy"') for part in html.split("<img")] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    "html",
    [
        "<p>正文，没有图片</p>",
        "<p>&lt;img src=/media/a.jpg&gt;</p>",
        '<a title="<img src=" href="/x">见</a>',
        '<td title="a > b"><br></td>',
    ],
)
def test_nothing_else_is_touched(html):
    """Text and attributes that look like a picture are none."""
    assert dress(html, PICTURES) == html


def test_the_narrowest_that_is_wide_enough():
    """For lists; a picture without narrower versions stands for itself."""
    assert WIDE.at_least(480) == "/media/~480/a.jpg"
    assert WIDE.at_least(481) == WIDE.at_least(9999) == "/media/a.jpg"
    assert SMALL.at_least(480) == SMALL.url
    assert SMALL.srcset == ""
