"""The same county for stock Pelican, set up as a careful user would: what a site of one language without tags pages or
author pages does not need is off, so that Pelican does not pay for it. What our build works out from the whole site
stands ready in the metadata. Read by the `pelican` command in the folder this file was copied to.
"""

import json
from pathlib import Path

from markdown.extensions.toc import slugify_unicode

COUNTY = json.loads((Path(__file__).parent / "county.json").read_text(encoding="utf-8"))
TRAILS = COUNTY["trails"]
SITENAME = COUNTY["site"]["name"]
SITEURL = ""
FEED_DOMAIN = "https://" + COUNTY["site"]["host"]
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh_cn"

PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
THEME = "theme"
THEME_STATIC_DIR = "theme"
STATIC_PATHS = ["files", "media"]
PAGE_PATHS = ["pages"]
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["page_parts"]

ARTICLE_URL = "{category}/{date:%Y-%m}/{slug}.html"
ARTICLE_SAVE_AS = ARTICLE_URL
ARTICLE_ORDER_BY = "reversed-date"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
CATEGORY_REGEX_SUBSTITUTIONS: list[str] = []  # a category is a column's path and stays as it is
TAG_URL = "villages/{slug}/"
TAG_SAVE_AS = "villages/{slug}/index.html"
AUTHOR_SAVE_AS = ""
ARTICLE_TRANSLATION_ID = None
PAGE_TRANSLATION_ID = None
DIRECT_TEMPLATES = ["index", "sitemap", "404"]
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"category": None}
PAGINATION_PATTERNS = ((1, "{url}", "{save_as}"), (2, *["{base_name}/page-{number}.html"] * 2))

FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
CATEGORY_FEED_RSS = "{slug}/feed.rss"
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = True
FORMATTED_FIELDS: list[str] = []

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.tables": {},
        "markdown.extensions.footnotes": {},
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.attr_list": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {"slugify": slugify_unicode},
    },
    "output_format": "html",
}
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
