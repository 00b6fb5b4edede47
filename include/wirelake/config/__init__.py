"""What is known beforehand: a source's facts from its YAML, its days and batches, where the lake lives."""

from wirelake.config.checking import Checked, checked
from wirelake.config.days import DAY, FIRST_DAY, MAX_DAYS, Batch, days, parse_day
from wirelake.config.discovery import (
    Api,
    ArchivePage,
    Discovery,
    DropFolder,
    Feed,
    Inbox,
    LinkPage,
    Sitemap,
    WarcFiles,
    filled_in,
)
from wirelake.config.discovery.mail import MailFacts
from wirelake.config.discovery.pages import PagesFacts
from wirelake.config.files import (
    POLL,
    RESERVED,
    lake_uri,
    load_learned,
    load_named,
    load_source,
    load_sources,
    source_files,
    source_folders,
)
from wirelake.config.layouts import LearnedLayout
from wirelake.config.learned import (
    MAX_YAML_BYTES,
    LearnedExample,
    LearnedFile,
    LearnedFurniture,
    learned_path,
)
from wirelake.config.learned_file import learned_text, replace_learned
from wirelake.config.runs import MODES, Mode, Run
from wirelake.config.source import (
    NAME,
    ExpectFacts,
    FetchFacts,
    Gate,
    RightsFacts,
    SourceConfig,
)

__all__ = [
    "DAY",
    "FIRST_DAY",
    "MAX_DAYS",
    "MAX_YAML_BYTES",
    "MODES",
    "NAME",
    "POLL",
    "RESERVED",
    "Api",
    "ArchivePage",
    "Batch",
    "Checked",
    "Discovery",
    "DropFolder",
    "ExpectFacts",
    "Feed",
    "FetchFacts",
    "Gate",
    "Inbox",
    "LearnedExample",
    "LearnedFile",
    "LearnedFurniture",
    "LearnedLayout",
    "LinkPage",
    "MailFacts",
    "Mode",
    "PagesFacts",
    "RightsFacts",
    "Run",
    "Sitemap",
    "SourceConfig",
    "WarcFiles",
    "checked",
    "days",
    "filled_in",
    "lake_uri",
    "learned_path",
    "learned_text",
    "load_learned",
    "load_named",
    "load_source",
    "load_sources",
    "parse_day",
    "replace_learned",
    "source_files",
    "source_folders",
]
