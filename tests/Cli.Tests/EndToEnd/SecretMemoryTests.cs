using System.Globalization;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// A secret that the server has accepted is nowhere in the command's memory while the mail is sent: not as it was read, not as
/// text, not in base64.
/// </summary>
public sealed class SecretMemoryTests : EndToEndTest
{
    // A user name is no secret: where it is not found, nothing would be.
    const string User = "joe.the.control";
    const string Password = "Zq9hunter2Kx7vWs";

    static readonly string[] Sources = ["password", "eval", "passwordeval", "netrc", "credential", "helper"];

    public static MatrixTheoryData<Flavour, string> EachSource { get; } = new(Enum.GetValues<Flavour>(), Sources);

    public static MatrixTheoryData<Flavour, string> EachMechanism { get; } =
        new(Enum.GetValues<Flavour>(), ["LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER"]);

    [Theory, MemberData(nameof(EachSource))]
    public Task Whatever_source_it_came_from(Flavour flavour, string source) => AssertForgottenAsync(flavour, source, "PLAIN");

    [Theory, MemberData(nameof(EachMechanism))]
    public Task Whatever_mechanism_has_sent_it(Flavour flavour, string mechanism) =>
        AssertForgottenAsync(flavour, "passwordeval", mechanism);

    [Theory, EachFlavour]
    public async Task Through_TLS(Flavour flavour)
    {
        using var certificates = new TestCertificates();

        await AssertForgottenAsync(flavour, "passwordeval", "PLAIN", certificates);
    }

    async Task AssertForgottenAsync(Flavour flavour, string source, string mechanism, TestCertificates? certificates = null)
    {
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedServer.Start(Script(mechanism, certificates), new ScriptOptions
        {
            Certificate = certificates?.Good,
            Timeout = TimeSpan.FromMinutes(1),
            Calls = new Dictionary<string, Func<ScriptPeer, CancellationToken, ValueTask>>
            {
                ["look"] = async (_, cancellationToken) =>
                {
                    stalled.SetResult();
                    await looked.Task.WaitAsync(cancellationToken);
                },
            },
        });
        var configuration = Configuration(server.Port, source, mechanism, certificates);
        using var command = RunningCommand.Start(Command(flavour, "-C", configuration, "you@example.net") with
        {
            Environment = EnvironmentWith(("CREDENTIALS_DIRECTORY", Home.File("credentials"))),
        }, Token);
        await command.Input.WriteAsync(Encoding.ASCII.GetBytes(Mail), Token);
        command.Input.Close();
        var ending = command.FinishAsync(Token);
        if (await Task.WhenAny(stalled.Task, ending) == ending)
            Assert.Fail((await ending).Text);

        command.Memory.SkipUnlessShown();
        var found = command.Memory.Count(Forms());
        looked.SetResult();

        await ending;
        Assert.True(found["control"] > 0, "the user name is not found: this test looks in the wrong place");
        Assert.DoesNotContain(found, static form => form.Key != "control" && form.Value > 0);
    }

    static string Script(string mechanism, TestCertificates? certificates) => $"""
        {(certificates is null ? "" : "--- tls ---")}
        S: 220 ready
        C: EHLO localhost
        S: 250-localhost
        S: 250 AUTH {mechanism}
        {Exchange(mechanism)}
        S: 235 welcome
        C~ MAIL .*
        --- call look ---
        S: 550 that was all
        """;

    static string Exchange(string mechanism) => mechanism switch
    {
        "LOGIN" => "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC~ .*\nS: 334 UGFzc3dvcmQ6\nC~ .*",
        "CRAM-MD5" => "C: AUTH CRAM-MD5\nS: 334 PDFAeD4=\nC~ .*",
        "XOAUTH2" => "C: AUTH XOAUTH2\nS: 334 e30=\nC~ .*",
        _ => $"C~ AUTH {mechanism} .*",
    };

    string Configuration(int port, string source, string mechanism, TestCertificates? certificates)
    {
        string[] tls = certificates is null
            ? []
            : ["tls on", "tls_starttls off", $"tls_trust_file {certificates.AuthorityFile}", "tls_host_override localhost"];
        return Msmtprc(port, [$"auth {mechanism.ToLowerInvariant()}", $"user {User}", .. tls, Source(source)]);
    }

    string Source(string source)
    {
        switch (source)
        {
            case "password":
                return $"password {Password}";
            case "eval":
                return $"eval echo \"password $(cat {Home.Write("secret", Password)})\"";
            case "netrc":
                Home.Write(".netrc", $"machine 127.0.0.1 login {User} password {Password}\n");
                return "";
            case "credential":
                Home.Write("credentials/mail", Password + "\n");
                return "credential mail";
            case "helper":
                var answer = Home.Write("secret", $"password={Password}\noauth_refresh_token=again.{Password}\n");
                return string.Create(CultureInfo.InvariantCulture, $"credential_helper !f() {{ [ $1 = get ] && cat {answer}; }}; f");
            default:
                return $"passwordeval cat {Home.Write("secret", Password + "\n")}";
        }
    }

    // Half of it is too much already. In base64 the octets count that do not depend on what stands around them.
    static Dictionary<string, byte[]> Forms()
    {
        var forms = new Dictionary<string, byte[]> { ["control"] = Encoding.ASCII.GetBytes(User) };
        string[] halves = [Password[..(Password.Length / 2)], Password[(Password.Length / 2)..]];
        foreach (var half in halves)
        {
            forms[$"{half}, as octets"] = Encoding.ASCII.GetBytes(half);
            forms[$"{half}, as text"] = Encoding.Unicode.GetBytes(half);
        }
        for (var shift = 0; shift < 3; shift++)
        {
            var whole = Password[shift..];
            var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(whole[..(whole.Length / 3 * 3)]));
            forms[$"in base64, from {shift}"] = Encoding.ASCII.GetBytes(encoded);
            forms[$"in base64 as text, from {shift}"] = Encoding.Unicode.GetBytes(encoded);
        }
        return forms;
    }
}
