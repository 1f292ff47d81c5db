using System.Net.Http.Json;
using System.Text.Json;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A certified OpenID provider (npm oidc-provider) for one test on a free port of 127.0.0.1; provider.mjs says what it can be told to do.
/// test.sh fetches the package into artifacts/peers.
/// </summary>
sealed class OidcProvider : IAsyncDisposable
{
    /// <summary>The scope that sends mail.</summary>
    public const string MailScope = "https://mail.example.org/";

    const string Node = "/usr/bin/node";

    static readonly string Modules = Path.Combine(TestPaths.Root, "artifacts", "peers", "oidc-provider", "node_modules");
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly TempDirectory folder;
    readonly Daemon daemon;
    readonly HttpClient http = new();
    readonly Uri control;

    OidcProvider(TempDirectory folder, Daemon daemon)
    {
        (this.folder, this.daemon) = (folder, daemon);
        var words = ReadyLine(folder)!.Split(' ');
        (Issuer, control) = (words[1], new Uri(words[2]));
    }

    /// <summary>Why there is none; null: there is one.</summary>
    public static string? Missing { get; } =
        !File.Exists(Node) ? "node is not installed (package nodejs)"
        : !Directory.Exists(Path.Combine(Modules, "oidc-provider")) ? $"{Modules} has no oidc-provider, which test.sh fetches with npm"
        : null;

    /// <summary>Its URL, as the setting <c>oauth</c> wants it.</summary>
    public string Issuer { get; }

    /// <summary>Starts one; skips the test if it is not installed.</summary>
    public static async Task<OidcProvider> StartAsync(ProviderOptions? options = null)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var folder = new TempDirectory();
        try
        {
            File.Copy(Path.Combine(TestPaths.Root, "tests", "Peers", "OAuth", "provider.mjs"), folder.File("provider.mjs"));
            Directory.CreateSymbolicLink(folder.File("node_modules"), Modules);
            var settings = folder.Write("settings.json", JsonSerializer.Serialize(options ?? new ProviderOptions(), Json));
            var node = new CommandRunner(Node) { Arguments = [folder.File("provider.mjs"), settings], WorkingDirectory = folder.Path };
            return new OidcProvider(folder, await Daemon.StartAsync(node, () => ReadyLine(folder) is not null));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Changes its behaviour, from the next request on.</summary>
    /// <param name="behaviour">Members that provider.mjs names, such as <c>new { rotates = false }</c>.</param>
    public async Task BehaveAsync(object behaviour)
    {
        using var answer = await http.PatchAsJsonAsync(control, behaviour, Json, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Forgets what has happened, and behaves as at the start. Tokens and clients remain.</summary>
    public async Task ResetAsync()
    {
        using var answer = await http.PutAsync(control, null, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What has happened so far.</summary>
    public async Task<ProviderRecord> SeenAsync() =>
        (await http.GetFromJsonAsync<ProviderRecord>(control, Json, TestContext.Current.CancellationToken))!;

    /// <summary>From now on an access token is none, though it looks valid to who has it.</summary>
    public async Task ForgetAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, control) { Content = new StringContent(accessToken) };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await daemon.DisposeAsync();
        folder.Dispose();
    }

    static string? ReadyLine(TempDirectory folder) => File.Exists(folder.File("out"))
        ? File.ReadAllText(folder.File("out")).Split('\n')[..^1]
            .FirstOrDefault(static line => line.StartsWith("ready ", StringComparison.Ordinal))
        : null;
}

/// <summary>How an <see cref="OidcProvider"/> starts.</summary>
sealed record ProviderOptions
{
    /// <summary>PEM file of its certificate, which makes it an https one; null: http.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of the key of <see cref="Certificate"/>.</summary>
    public string? Key { get; init; }

    /// <summary>PEM file of the certificate of the client app-cert; null: there is no such client.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>PEM file of the public key of the service account; null: there is none.</summary>
    public string? ServiceKey { get; init; }

    /// <summary>Whether anybody may register a client (RFC 7591).</summary>
    public bool Registers { get; init; }

    /// <summary>With a certificate for 127.0.0.1.</summary>
    public static ProviderOptions Https(TestCertificates certificates) =>
        new() { Certificate = certificates.CertificateFile(certificates.Good), Key = certificates.KeyFile(certificates.Good) };
}

/// <summary>What has happened at an <see cref="OidcProvider"/>.</summary>
/// <param name="Requests">By method and path.</param>
/// <param name="Tokens">Requests for a token, by grant type.</param>
/// <param name="Granted">Those that were granted, by grant type.</param>
/// <param name="Refusals">The true reasons for which others were not.</param>
/// <param name="RevokedFamilies">Consents whose tokens were all revoked: after a reuse, or on request.</param>
/// <param name="Revocations">Requests to revoke a token.</param>
/// <param name="Assertions">The assertions of clients about themselves.</param>
sealed record ProviderRecord(
    IReadOnlyDictionary<string, int> Requests,
    IReadOnlyDictionary<string, int> Tokens,
    IReadOnlyDictionary<string, int> Granted,
    IReadOnlyList<string> Refusals,
    int RevokedFamilies,
    int Revocations,
    IReadOnlyList<SeenAssertion> Assertions)
{
    /// <summary>How many access tokens were renewed with a refresh token.</summary>
    public int Refreshes => Granted.GetValueOrDefault("refresh_token");

    /// <summary>How many requests there have been, apart from a mail server's questions about tokens.</summary>
    public int RequestCount =>
        Requests.Sum(static pair => pair.Key.EndsWith("/introspection", StringComparison.Ordinal) ? 0 : pair.Value);
}

/// <summary>An assertion (RFC 7523 §2.2) that a client signed.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Claims">Its claims.</param>
sealed record SeenAssertion(JsonElement Header, JsonElement Claims);
