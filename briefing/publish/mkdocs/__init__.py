"""MkDocs: the plugin, what drives it, and a desk as mkdocs.yml describes it; nothing else imports mkdocs."""

from briefing.publish.mkdocs.commands import Built, build, configuration, plugin_of, serve
from briefing.publish.mkdocs.config import now
from briefing.publish.mkdocs.load import Material, WrittenPage, desk_of, material, read_desk
from briefing.publish.mkdocs.plugin import BriefingPlugin

__all__ = [
    "BriefingPlugin",
    "Built",
    "Material",
    "WrittenPage",
    "build",
    "configuration",
    "desk_of",
    "material",
    "now",
    "plugin_of",
    "read_desk",
    "serve",
]
