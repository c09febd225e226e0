"""MkDocs: the plugin, what drives it, and a desk as mkdocs.yml describes it; nothing else imports mkdocs."""

from briefing.site.driving import Built, build, configuration, plugin_of, serve
from briefing.site.material import Material, Written, desk_of, material, read_desk
from briefing.site.plugin import BriefingPlugin
from briefing.site.surroundings import today

__all__ = [
    "BriefingPlugin",
    "Built",
    "Material",
    "Written",
    "build",
    "configuration",
    "desk_of",
    "material",
    "plugin_of",
    "read_desk",
    "serve",
    "today",
]
