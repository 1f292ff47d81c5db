using Msmtp;
using Transport.Http;

[assembly: MsmtpPlugin<HttpPlugin>]

namespace Transport.Http;

/// <summary>Mail to an HTTP API: <c>transport http</c>, <c>http_url URL</c>, and the account's password as a bearer token.</summary>
public sealed class HttpPlugin : IPlugin
{
    static readonly SettingKey<Uri?> Url = new("http_url", null, ParseUrl, ArgumentRule.Required) { Allowed = "a URL of http or https" };

    public string Id => "transport.http";

    public void Register(IPluginRegistry registry) => registry
        .AddSetting(Url)
        .Add(new TransportRegistration("http", OpenAsync) { NeedsNoHost = true });

    static ValueTask<ITransport> OpenAsync(PluginContext context, CancellationToken cancellationToken) =>
        HttpTransport.OpenAsync(context, context.Account.Settings.Get(Url), cancellationToken);

    static bool ParseUrl(SettingArgument argument, out Uri? value) =>
        Uri.TryCreate(argument.Text, UriKind.Absolute, out value) && value.Scheme is "http" or "https";
}
