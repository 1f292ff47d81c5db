using System.Security.Cryptography;
using System.Text;
using Msmtp.Secrets.OAuth.SignIn;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class PageTests
{
    public static TheoryData<string> Pages { get; } =
    [
        .. new[]
            {
                Page.SignedIn("joe@example.org"), Page.SignedIn(user: null), Page.Failed("No.", "Try again."),
                Page.Foreign, Page.NotFound, Page.NotAllowed, Page.Bad,
            }
            .Select(Encoding.UTF8.GetString),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_loads_nothing_runs_nothing_and_is_kept_nowhere(string answer)
    {
        var (head, body) = Parts(answer);

        Assert.Matches("^HTTP/1\\.1 [245][0-9][0-9] [A-Za-z ]+\r\n", head);
        Assert.Contains("Content-Type: text/html; charset=utf-8\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy: default-src 'none'; style-src 'sha256-", head, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-store\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Referrer-Policy: no-referrer\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n", head, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n", body, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script|src=|href=|url\\(|@import", body);
    }

    [Fact]
    public void A_head_has_no_line_that_ends_otherwise_than_HTTP_wants() =>
        Assert.DoesNotContain('\n', Parts(Text(Page.SignedIn("joe"))).Head.Replace("\r\n", "", StringComparison.Ordinal));

    [Fact]
    public void The_policy_allows_the_style_of_the_page_and_no_other()
    {
        var (head, body) = Parts(Text(Page.Bad));

        var style = body.Split("<style>")[1].Split("</style>")[0];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));

        Assert.Contains($"style-src 'sha256-{hash}';", head, StringComparison.Ordinal);
        Assert.Contains("color-scheme:light dark", style, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_who_has_signed_in()
    {
        var known = Text(Page.SignedIn("joe@example.org"));
        var unknown = Text(Page.SignedIn(user: null));

        Assert.Contains("<h1>Signed in</h1>\n", known, StringComparison.Ordinal);
        Assert.Contains("\n<p>Signed in as joe@example.org. You can close this window.</p>\n", known, StringComparison.Ordinal);
        Assert.Contains("<h1>Signed in</h1>\n<p>You can close this window.</p>\n", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_what_failed_and_what_to_do()
    {
        var advised = Text(Page.Failed("No.", "Try again."));

        Assert.Contains("<h1>Not signed in</h1>\n<p>No.</p>\n<p>Try again.</p>\n</main>", advised, StringComparison.Ordinal);
        Assert.Contains("<h1>Not signed in</h1>\n<p>No.</p>\n</main>", Text(Page.Failed("No.", advice: null)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the port is taken", "The port is taken")]
    [InlineData("https://id.example.org says no", "https://id.example.org says no")]
    [InlineData("AADSTS50011 says no", "AADSTS50011 says no")]
    [InlineData("no", "no")]
    [InlineData("", "")]
    public void A_message_becomes_a_sentence(string message, string shown) =>
        Assert.Contains($"<p>{shown}</p>\n<p>{shown}</p>\n", Text(Page.Failed(message, message)), StringComparison.Ordinal);

    [Fact]
    public void Nothing_from_outside_is_markup()
    {
        var page = Text(Page.Failed("<script>alert(\"1\")</script> & 'x' \u202E\u001B[1m \u00E9 \uDC80", "</main><img src=x>"));

        Assert.Contains(
            "<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39; ??[1m &#233; ", page, StringComparison.Ordinal);
        Assert.Contains("<p>&lt;/main&gt;&lt;img src=x&gt;</p>", page, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(Parts(page).Body)}\r\n", page, StringComparison.Ordinal);
    }

    static string Text(byte[] answer) => Encoding.UTF8.GetString(answer);

    static (string Head, string Body) Parts(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (answer[..(end + 2)], answer[(end + 4)..]);
    }
}
