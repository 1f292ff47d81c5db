using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Who is asked first: every source knows a password of its own, and the server takes the one whose turn it is.</summary>
public sealed class SecretOrderTests : EndToEndTest
{
    static readonly string[] Order = ["password", "passwordeval", "credential", "credential_helper", "netrc"];

    [Fact]
    public void The_sources_are_asked_in_this_order()
    {
        var known = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All, new CliPlugin()]).SecretSources.Select(static source => source.Name).ToList();

        Assert.Equal(
            ["oauth", "passwordeval", "credential", "credential_helper", "Gnome", "netrc", "terminal"],
            known.Where(static name => name != "tls_key_passwordeval"));
    }

    [Theory, EachFlavour]
    public async Task Each_source_is_used_where_those_before_it_are_gone(Flavour flavour)
    {
        Home.Write("credentials/mail", "of credential\n");
        Home.Write(".netrc", "machine 127.0.0.1 login joe password 'of netrc'\n");
        for (var gone = 0; gone < Order.Length; gone++)
        {
            await using var sink = MailSink.Start(options => options with
            {
                RequireTlsForAuth = false,
                RequireAuth = true,
                CredentialsCheck = new PasswordTable("joe", $"of {Order[gone]}").CheckAsync,
            });
            var lines = Order[gone..].Select(Line).Where(static line => line.Length > 0);

            var result = await (Command(flavour, "-C", Msmtprc(sink.Port, ["auth plain", "user joe", .. lines]), "you@example.net") with
            {
                Input = System.Text.Encoding.ASCII.GetBytes(Mail),
                Environment = EnvironmentWith(("CREDENTIALS_DIRECTORY", Home.File("credentials"))),
            }).RunAsync(Token);

            Assert.True(result.ExitCode == 0, $"{Order[gone]}: {result}");
        }
    }

    static string Line(string source) => source switch
    {
        "password" => "password of password",
        "passwordeval" => "passwordeval echo of passwordeval",
        "credential" => "credential mail",
        "credential_helper" => "credential_helper !f() { [ $1 = get ] && echo password=of credential_helper; }; f",
        _ => "",
    };
}
