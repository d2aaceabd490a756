"""The house keeps its own rules: routes, layers of templates, no registry's address."""

import re
import tomllib

from petitions.config import ROOT

ROUTES = {
    "GET /",
    "GET /about",
    "GET /c/<slug>",
    "GET /c/<slug>.docx",
    "GET /c/<slug>.json",
    "GET /c/<slug>.pdf",
    "GET /c/<slug>/appeals/<target_slug>/<channel_name>",
    "GET /c/<slug>/appeals/<target_slug>/fax.docx",
    "GET /c/<slug>/appeals/<target_slug>/fax.pdf",
    "GET /c/<slug>/appeals/<target_slug>/letter.docx",
    "GET /c/<slug>/appeals/<target_slug>/letter.eml",
    "GET /c/<slug>/appeals/<target_slug>/letter.pdf",
    "GET /c/<slug>/check-mail",
    "GET /c/<slug>/check-mail/<sealed>",
    "GET /c/<slug>/counter",
    "GET /c/<slug>/counter.json",
    "GET /c/<slug>/embed",
    "GET /c/<slug>/picture-<digest>.jpg",
    "GET /c/<slug>/poster",
    "GET /c/<slug>/qr.svg",
    "GET /c/<slug>/share",
    "GET /c/<slug>/share.png",
    "GET /c/<slug>/sign",
    "GET /c/<slug>/sign/<sealed>",
    "GET /c/<slug>/supporters",
    "GET /c/<slug>/thanks",
    "GET /c/<slug>/updates.atom",
    "GET /c/<slug>/voices",
    "GET /confirm/<token>",
    "GET /contact",
    "GET /healthz",
    "GET /logo-<logo_digest>.jpg",
    "GET /sitemap.xml",
    "GET /robots.txt",
    "GET /oembed",
    "GET /favicon.ico",
    "GET /.well-known/security.txt",
    "GET /organise/",
    "GET /organise/about",
    "GET /organise/account",
    "GET /organise/account/again",
    "GET /organise/account/app",
    "GET /organise/advice",
    "GET /organise/audit",
    "GET /organise/campaigns/<slug>",
    "GET /organise/campaigns/<slug>/delete",
    "GET /organise/campaigns/<slug>/handover",
    "GET /organise/campaigns/<slug>/handover.pdf",
    "GET /organise/campaigns/<slug>/handover/<int:number>",
    "GET /organise/campaigns/<slug>/letters",
    "GET /organise/campaigns/<slug>/letters/<language>",
    "GET /organise/campaigns/<slug>/letters/<language>/remove",
    "GET /organise/campaigns/<slug>/numbers",
    "GET /organise/campaigns/<slug>/numbers/live",
    "POST /organise/campaigns/<slug>/numbers/failing",
    "GET /organise/campaigns/<slug>/picture",
    "GET /organise/campaigns/<slug>/preview",
    "GET /organise/campaigns/<slug>/preview/",
    "GET /organise/campaigns/<slug>/preview/<path:path>",
    "GET /organise/campaigns/<slug>/preview/c/<case>/counter",
    "GET /organise/campaigns/<slug>/preview/mails",
    "GET /organise/campaigns/<slug>/published",
    "GET /organise/campaigns/<slug>/signatures",
    "GET /organise/campaigns/<slug>/signatures.csv",
    "GET /organise/campaigns/<slug>/signatures.jsonl",
    "GET /organise/campaigns/<slug>/signatures.xlsx",
    "GET /organise/campaigns/<slug>/signatures/<row:number>/remove",
    "GET /organise/campaigns/<slug>/signatures/alike",
    "GET /organise/campaigns/<slug>/signatures/remove",
    "GET /organise/campaigns/<slug>/state",
    "GET /organise/campaigns/<slug>/state/<state>",
    "GET /organise/campaigns/<slug>/updates",
    "GET /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>",
    "GET /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/mailing",
    "GET /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/mailing/progress",
    "GET /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/remove",
    "GET /organise/campaigns/import",
    "GET /organise/campaigns/new",
    "GET /organise/exports/<int:number>",
    "GET /organise/exports/<int:number>/file",
    "GET /organise/join/<token>",
    "GET /organise/live",
    "GET /organise/login",
    "GET /organise/login/factor",
    "GET /organise/mail",
    "GET /organise/mail/files",
    "GET /organise/mail/files/<name>",
    "GET /organise/organisers",
    "GET /organise/organisers/<int:number>/remove",
    "GET /organise/start",
    "GET /organise/switches",
    "GET /patterns",
    "GET /privacy",
    "GET /readyz",
    "GET /share.png",
    "GET /static/<path:address>",
    "GET /unsubscribe/<token>",
    "GET /waiting/<token>",
    "GET /withdraw",
    "GET /withdraw/<token>",
    "GET /withdraw/<token>/kept.json",
    "GET /withdraw/asked",
    "POST /c/<slug>/appeals/<target_slug>/<channel_name>",
    "POST /c/<slug>/appeals/<target_slug>/<channel_name>/failed",
    "POST /c/<slug>/appeals/<target_slug>/<channel_name>/report",
    "POST /c/<slug>/appeals/<target_slug>/<channel_name>/undo",
    "POST /c/<slug>/appeals/<target_slug>/email/unopened",
    "POST /c/<slug>/appeals/<target_slug>/fax.docx",
    "POST /c/<slug>/appeals/<target_slug>/fax.pdf",
    "POST /c/<slug>/appeals/<target_slug>/letter.docx",
    "POST /c/<slug>/appeals/<target_slug>/letter.eml",
    "POST /c/<slug>/appeals/<target_slug>/letter.pdf",
    "POST /c/<slug>/share",
    "POST /c/<slug>/sign",
    "POST /confirm/<token>",
    "POST /organise/about",
    "POST /organise/about/logo",
    "POST /organise/about/logo/remove",
    "POST /organise/account/again",
    "POST /organise/account/app",
    "POST /organise/account/app/remove",
    "POST /organise/account/passkeys",
    "POST /organise/account/passkeys/<int:number>/remove",
    "POST /organise/account/passphrase",
    "POST /organise/account/recovery",
    "POST /organise/campaigns/<slug>",
    "POST /organise/campaigns/<slug>/bring-back",
    "POST /organise/campaigns/<slug>/delete",
    "POST /organise/campaigns/<slug>/handover",
    "POST /organise/campaigns/<slug>/handover.pdf",
    "POST /organise/campaigns/<slug>/keep",
    "POST /organise/campaigns/<slug>/letters",
    "POST /organise/campaigns/<slug>/letters/<language>",
    "POST /organise/campaigns/<slug>/letters/<language>/letter.pdf",
    "POST /organise/campaigns/<slug>/letters/<language>/preview",
    "POST /organise/campaigns/<slug>/letters/<language>/remove",
    "POST /organise/campaigns/<slug>/look",
    "POST /organise/campaigns/<slug>/picture",
    "POST /organise/campaigns/<slug>/picture/remove",
    "POST /organise/campaigns/<slug>/preview/<path:path>",
    "POST /organise/campaigns/<slug>/signatures.csv",
    "POST /organise/campaigns/<slug>/signatures.jsonl",
    "POST /organise/campaigns/<slug>/signatures.xlsx",
    "POST /organise/campaigns/<slug>/signatures/<row:number>/comment",
    "POST /organise/campaigns/<slug>/signatures/<row:number>/remove",
    "POST /organise/campaigns/<slug>/signatures/removals/<int(max=2147483647):number>/undo",
    "POST /organise/campaigns/<slug>/signatures/remove",
    "POST /organise/campaigns/<slug>/signatures/ticked",
    "POST /organise/campaigns/<slug>/state",
    "POST /organise/campaigns/<slug>/updates",
    "POST /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>",
    "POST /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/mailing/preview",
    "POST /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/mailing/resume",
    "POST /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/mailing/start",
    "POST /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/mailing/stop",
    "POST /organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/remove",
    "POST /organise/campaigns/import",
    "POST /organise/campaigns/import/letters",
    "POST /organise/campaigns/import/save",
    "POST /organise/campaigns/import/update/<slug>",
    "POST /organise/campaigns/new",
    "POST /organise/exports/<int:number>/file",
    "POST /organise/join/<token>",
    "POST /organise/login",
    "POST /organise/login/factor",
    "POST /organise/logout",
    "POST /organise/mail/<int(max=9223372036854775807):mail_id>/give-up",
    "POST /organise/mail/<int(max=9223372036854775807):mail_id>/retry",
    "POST /organise/mail/retry-parked",
    "POST /organise/organisers",
    "POST /organise/organisers/<int:number>/remove",
    "POST /organise/organisers/<int:number>/role",
    "POST /organise/organisers/invitations/<digest>/take-back",
    "POST /organise/switches/<any(signing, reports, names):which>",
    "POST /organise/switches/poll",
    "POST /unsubscribe/<token>",
    "POST /unsubscribe/<token>/undo",
    "POST /waiting/<token>",
    "POST /withdraw",
    "POST /withdraw/<token>",
}


def test_the_site_has_these_addresses_and_no_others(app):
    found = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert found == ROUTES


def layers():
    """Return the layers of pyproject.toml, lowest first, each a set of packages."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    [names] = [one["layers"] for one in contracts["contracts"] if one["type"] == "layers"]
    return [set(re.split(r"\W+", layer)) for layer in reversed(names)]


def test_templates_obey_the_layers():
    height = {package: number for number, layer in enumerate(layers()) for package in layer}
    paths = [path for path in (ROOT / "templates").rglob("*.*") if path.is_file()]
    assert len(paths) > 100
    for path in paths:
        package = path.relative_to(ROOT / "templates").parts[0]
        tags = r'{% (?:include|from|extends|import) "(\w+)/'
        for used in re.findall(tags, path.read_text("utf-8")):
            assert used == package or height[used] < height[package], path


def test_the_table_of_contents_stays_short():
    lines = (ROOT / "petitions" / "__init__.py").read_text("utf-8").splitlines()
    assert len(lines) < 40


def test_no_file_names_a_package_registry():
    hosts = re.compile(r"pypi\.org|pythonhosted|npmjs|registry\.")
    paths = [p for p in ROOT.glob("*") if p.is_file() and p.suffix in {".txt", ".toml", ".md", ""}]
    assert len(paths) > 5
    for path in paths:
        assert not hosts.search(path.read_text("utf-8")), path
