"""Pages that are no articles, and articles that tell of such pages."""

from __future__ import annotations

import pytest

from summarizer.signs.furniture import what_it_is


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "We value your privacy\nWe and our 842 partners store and/or access information on a "
            "device, such as cookies, and process personal data.\nYou may change your choices.\n"
            "Accept all\nReject all\nManage preferences",
            "a consent page",
        ),
        ("Before you continue to Lantern\nWe use cookies to keep our site safe.\nReject all\nAccept all",
         "a consent page"),
        ("404\nPage not found\nSorry, the page you were looking for could not be found.\nGo home",
         "an error page"),
        ("Access Denied\nYou don't have permission to access this page on this server.\n"
         "Reference #18.7d", "an error page"),
        ("503 Service Unavailable", "an error page"),
        ("Oops! This article no longer exists.\nSearch our site", "an error page"),
        ("Just a moment...\nVerify you are human by completing the action below.\nlantern.example needs "
         "to review the security of your connection before proceeding.", "a test for robots"),
        ("Please enable JS and disable any ad blocker", "a test for robots"),
        ("Sign in to continue\nEmail\nPassword\nForgot your password?\nDon’t have an account? Register",
         "a login page"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_article(text: str, what: str) -> None:
    """Such pages are named for what they are."""
    assert what_it_is(text) == what


@pytest.mark.parametrize(
    "text",
    [
        # a report on consent pages: it speaks of others
        "Sites must let readers reject all cookies as easily as accept all, the regulator said.\n"
        "It fined two firms that use cookies without consent to track what people read on a device.\n"
        "The firms said their partners had changed the settings of every website since March.",
        # a report with a banner above it
        "We value your privacy\nAccept all\nReject all\nA fire at the mill of Oxmere hurt 23 people on "
        "Monday, police said.",
        # a report on a login
        "Hackers took the password of every account at the bank, police said on Monday.\n"
        "Customers who had forgotten their password could not sign in to the site until noon.",
        # a report on an error
        "The ministry's page showed “404 page not found” for a day after the report was published.\n"
        "Officials did not say why the document had been taken away.",
        "Oxmere votes on Sunday.",
        "Service on the ferry was unavailable.",
    ],
)
def test_news_about_such_pages_is_news(text: str) -> None:
    """An article that tells of cookies, logins or errors, or has a banner, is an article."""
    assert what_it_is(text) == ""
