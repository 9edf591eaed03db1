"""The addresses of the house and one more, the empty page all others are measured against; never served in earnest."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cases.rules.access import May
from cases.web.gate import needs
from outreach import urls


@needs(May.SIGNED_IN)
def floor(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("floor/", floor), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
