using System.Buffers.Text;
using System.Net;
using System.Text;
using NSubstitute;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>
/// An OpenID provider of one test that answers as it is told, a command that is run against it, and what both have seen.
/// </summary>
sealed class SomeProvider : IAsyncDisposable
{
    const string Tokens = """{"access_token":"access","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh","id_token":"$"}""";

    readonly WebServer web;

    public SomeProvider() => web = new WebServer(Answer, isClear: true);

    public Home Home { get; } = new();

    /// <summary>What the command has printed.</summary>
    public List<string> Printed { get; } = [];

    public IReadOnlyList<string> Warnings => [.. Home.Notices.Select(static notice => notice.Message)];

    public string Issuer => web.Origin;

    public IReadOnlyList<string> Requests => web.Requests;

    /// <summary>The form of the last request to an endpoint; null if there was none.</summary>
    public string? FormFor(string path) =>
        web.Requests.LastOrDefault(request => request.StartsWith($"POST {path} ", StringComparison.Ordinal))?.Split("\r\n\r\n")[1];

    /// <summary>Whom its ID tokens name.</summary>
    public string User { get; set; } = "joe@example.org";

    /// <summary>More members of its metadata.</summary>
    public string Metadata { get; set; } = "";

    /// <summary>Its answers by path: a status, and JSON in which $ stands for an ID token.</summary>
    public Dictionary<string, (int Status, string Json)> Answers { get; } = new()
    {
        ["/token"] = (200, Tokens),
        ["/revoke"] = (200, "{}"),
        ["/register"] = (201, """{"client_id":"registered","client_secret":"its-secret"}"""),
        ["/device"] = (200, """{"device_code":"d","user_code":"ABCD","verification_uri":"https://x/","expires_in":60,"interval":1}"""),
    };

    /// <summary>The context of an account that uses it, with a connector and the clock of the test.</summary>
    public PluginContext Context(string lines = "oauth_client_id me") => Home.Context(
        $"host mail.example.org\nuser joe@example.org\noauth {Issuer}\noauth_scope \"mail openid offline_access\"\n{lines}") with
    {
        ConnectorFactory = Given.Context(IoMode.Asynchronous).ConnectorFactory,
        Shell = ShellWithoutBrowser(),
    };

    /// <summary>The context of a mode.</summary>
    public ModeContext Mode(PluginContext context, string argument = "", Action<string>? onLine = null, IPrompt? prompt = null) =>
        new(context, argument, line =>
        {
            Printed.Add(line);
            onLine?.Invoke(line.Trim());
        })
        {
            Prompt = prompt,
        };

    /// <summary>The response that a browser brings for an authorization request: the address that it is sent to.</summary>
    public static Uri Redirect(string url, string response) =>
        new($"{Parameter(url, "redirect_uri")}?{response}&state={Parameter(url, "state")}");

    /// <summary>A parameter of an address.</summary>
    public static string Parameter(string url, string name) =>
        WebUtility.UrlDecode(url.Split('?', '&').Single(pair => pair.StartsWith($"{name}=", StringComparison.Ordinal)).Split('=')[1]);

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        Home.Dispose();
    }

    static IShell ShellWithoutBrowser()
    {
        var shell = Substitute.For<IShell>();
        shell.RunAsync(default!, TestContext.Current.CancellationToken)
            .ReturnsForAnyArgs(static _ => new ValueTask<ShellResult>(new ShellResult(0, new Secret([]))));
        return shell;
    }

    string Answer(string request)
    {
        var path = request.Split(' ')[1];
        if (path.StartsWith("/.well-known/", StringComparison.Ordinal))
            return WebServer.Json(200, $$"""
                {"issuer":"{{Issuer}}","authorization_endpoint":"{{Issuer}}/auth","token_endpoint":"{{Issuer}}/token",
                "device_authorization_endpoint":"{{Issuer}}/device"{{Metadata}}}
                """);
        var (status, json) = Answers.GetValueOrDefault(path, (404, "{}"));
        return WebServer.Json(status, json.Replace("$", IdToken(), StringComparison.Ordinal));
    }

    string IdToken() => $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"email":"{{User}}"}"""))}.x";
}
