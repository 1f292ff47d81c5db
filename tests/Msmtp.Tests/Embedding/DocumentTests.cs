using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Tests.Embedding;

/// <summary>
/// What documents print for applications is compiled as it is printed, programs are run, and configuration is read.
/// (docs/plugins.md prints files of the samples, which tests/Architecture.Tests compares and tests/Packages builds.)
/// </summary>
public sealed class DocumentTests
{
    static readonly IReadOnlyList<PrintedCode> Printed = PrintedCode.In(
        "README.md", "docs/embedding.md", "docs/authentication.md", "docs/oauth.md", "src/Host/README.md", "src/Msmtp/README.md", "src/Server/README.md");

    // What a piece may use without saying where it comes from, as docs/embedding.md says.
    static readonly (string Type, string Name)[] Parameters =
    [
        ("IServiceCollection", "services"), ("IServiceProvider", "provider"), ("IMailer", "mailer"), ("MimeMessage", "mime"), ("MailMessage", "mail"),
        ("MailRequest", "request"), ("Stream", "stream"), ("Func<Stream, CancellationToken, Task>", "writeReport"), ("CancellationToken", "cancellationToken"),
    ];

    // What an example uses of a library that nothing here needs.
    const string AsInAzureCore = """
        namespace Azure.Core;
        public readonly record struct AccessToken(string Token, DateTimeOffset ExpiresOn);
        public readonly struct TokenRequestContext(string[] scopes) { public string[] Scopes => scopes; }
        public abstract class TokenCredential
        {
            public abstract ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken);
        }

        """;

    public static TheoryData<string> Json { get; } = [.. Printed.Where(static block => block.Language == "json").Select(static block => block.Text)];

    public static TheoryData<string> Msmtprc { get; } =
        [.. Printed.Where(static block => block.Language.Length == 0 && !block.Text.Contains('`', StringComparison.Ordinal)).Select(static block => block.Text)];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_piece_of_code_compiles()
    {
        var blocks = Printed.Where(static block => block.Language == "csharp").ToList();
        var usings = blocks.Single(static block => block.IsUsings).Text;
        var pieces = blocks.Where(static block => !block.IsProgram && !block.IsUsings && !block.IsType).ToList();
        using var project = new Scratch("Microsoft.NET.Sdk.Web");
        foreach (var type in blocks.Where(static block => block.IsType))
            project.Write($"Type{type.Line}.cs", type.Text);
        project.Write("Azure.cs", AsInAzureCore);
        project.Write("Pieces.cs", $"""
            using Microsoft.Extensions.DependencyInjection;
            using Msmtp.Auth.Sasl;
            using Msmtp.Connector.Tcp;
            using Msmtp.Server;
            using Msmtp.Transport.Smtp;
            using OpenTelemetry;
            using OpenTelemetry.Metrics;
            using OpenTelemetry.Trace;
            using Xunit;
            {usings}
            static class Pieces
            {"{"}
            {string.Concat(pieces.Select(Method))}
            {"}"}
            """);

        Assert.InRange(pieces.Count, 10, 100);
        await project.BuildAsync("Library");
    }

    [Fact]
    public async Task The_program_of_an_application_sends_a_mail()
    {
        await using var sink = MailSink.Start();
        var blocks = Printed.Where(static block => block.Document == "docs/embedding.md").ToList();
        using var project = new Scratch("Microsoft.NET.Sdk.Web");
        project.Write("Program.cs", blocks.Single(static block => block.IsProgram && block.Text.Contains("WebApplication", StringComparison.Ordinal)).Text);
        project.Write("appsettings.json", blocks.First(static block => block.Language == "json").Text);
        await project.BuildAsync();

        // Printed is a server with TLS and a password; here is one without.
        using var app = Start(project.Program, new()
        {
            ["Msmtp__Accounts__default__host"] = "127.0.0.1",
            ["Msmtp__Accounts__default__port"] = sink.Port.ToString(CultureInfo.InvariantCulture),
            ["Msmtp__Accounts__default__tls"] = "off",
            ["Msmtp__Accounts__default__auth"] = "off",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        });
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await AddressAsync(app)) };
            using var answer = await client.PostAsync(new Uri("/welcome?to=you@example.net", UriKind.Relative), null, Token);

            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
            var mail = await sink.NextMailAsync(Token);
            Assert.Equal(["you@example.net"], mail.Recipients);
            Assert.Contains("Subject: Welcome", mail.Text, StringComparison.Ordinal);
        }
        finally
        {
            app.Kill();
        }
    }

    [Fact]
    public async Task The_program_without_a_container_sends_a_mail()
    {
        await using var sink = MailSink.Start();
        using var project = new Scratch("Microsoft.NET.Sdk");
        project.Write("Program.cs", Printed.Single(static block => block.IsProgram && block.Text.Contains("MailerBuilder", StringComparison.Ordinal)).Text);
        project.Write(".msmtprc", $"account default\nhost 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n");
        project.Write("message.eml", "Subject: from a file\n\ntext\n");
        await project.BuildAsync();

        var result = await project.Program.RunAsync(Token);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("Subject: from a file", (await sink.NextMailAsync(Token)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Configuration_is_read(string block)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(block))).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddMsmtp().BuildServiceProvider();

        Assert.Null(await Record.ExceptionAsync(() => services.GetRequiredService<IMailer>().ValidateAsync(Token).AsTask()));
    }

    [Theory]
    [MemberData(nameof(Msmtprc))]
    public async Task Lines_of_msmtprc_are_read(string block)
    {
        using var folder = new TempDirectory();
        var text = block.Contains("account", StringComparison.Ordinal) ? block : $"account default\nhost h\nfrom me@example.org\n{block}";
        var accounts = Regex.Matches(text, @"^account +([\w.]+)", RegexOptions.Multiline).Select(static match => match.Groups[1].Value).Where(static name => name != "default");
        var withDefault = accounts.LastOrDefault() is { } name && !text.Contains("account default", StringComparison.Ordinal) ? $"{text}\naccount default : {name}\n" : text;
        await using var mailer = new MailerBuilder().AddDefaultPlugins().UseConfiguration(folder.Write("msmtprc", withDefault)).Build();

        Assert.Null(await Record.ExceptionAsync(() => mailer.ValidateAsync(Token).AsTask()));
    }

    static string Method(PrintedCode piece, int number)
    {
        var parameters = Parameters.Where(parameter => !piece.Text.Contains($"var {parameter.Name} ", StringComparison.Ordinal));
        return $$"""
            public static async Task Piece{{number}}({{string.Join(", ", parameters.Select(static parameter => $"{parameter.Type} {parameter.Name}"))}})
            {
            #line {{piece.Line}} "{{piece.Document}}"
            {{piece.Text}}
            await Task.CompletedTask;
            }

            """;
    }

    static Process Start(CommandRunner program, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program.Path, program.Arguments) { RedirectStandardOutput = true, WorkingDirectory = program.WorkingDirectory };
        foreach (var (name, value) in program.Environment.Concat(environment))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    static async Task<string> AddressAsync(Process app)
    {
        const string Listening = "Now listening on: ";
        while (await app.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = app.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return line[(at + Listening.Length)..];
            }
        }
        throw new InvalidOperationException("the printed program did not start");
    }
}
