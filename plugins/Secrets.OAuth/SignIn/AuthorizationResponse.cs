using System.Security.Cryptography;
using System.Text;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Tokens;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>An authorization response (RFC 6749 §4.1.2), which a browser brings. Nothing here does I/O.</summary>
sealed class AuthorizationResponse
{
    const int LongestDescription = 300;

    /// <summary>The code; null with an error.</summary>
    public string? Code { get; private set; }

    /// <summary>The state of the request that it answers; null if it does not say.</summary>
    public string? State { get; private set; }

    /// <summary>The code of an error (§4.1.2.1); null if there is none.</summary>
    public string? Error { get; private set; }

    string? Description { get; set; }

    // RFC 9207 §2.
    string? Issuer { get; set; }

    /// <summary>Reads the query of the address that the browser was sent to.</summary>
    /// <param name="query">What follows the question mark.</param>
    /// <exception cref="InvalidDataException">A parameter comes twice (RFC 6749 §3.1).</exception>
    public static AuthorizationResponse Read(string query)
    {
        var response = new AuthorizationResponse();
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                response.Set(pair[..equals], pair[(equals + 1)..]);
        }
        return response;
    }

    /// <summary>A response of which only the code is known.</summary>
    public static AuthorizationResponse OfCode(string code) => new() { Code = code };

    /// <summary>Whether it answers the request with this state. Takes as long for a nearly right one as for another.</summary>
    public bool Answers(string state) =>
        State is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(State), Encoding.UTF8.GetBytes(state));

    /// <summary>The code, after checking who sent it.</summary>
    /// <param name="provider">Whom the request was for.</param>
    /// <exception cref="TokenRefusal">The provider or the person refused.</exception>
    /// <exception cref="MailException">It comes from somebody else, or has neither a code nor an error.</exception>
    public string CodeFrom(Provider provider)
    {
        // RFC 9207 §2.4: before anything else is used, an error included.
        if (Issuer is null ? provider.SendsIssuer : provider.Issuer is not null && Issuer != provider.Issuer)
            throw WrongIssuer(provider);
        if (Error is not null)
            throw new TokenRefusal(Error, Description);
        return Code
            ?? throw new MailException(ExitCode.Protocol, DeliveryStage.Configure, $"{provider.Name} sent neither a code nor an error");
    }

    void Set(string name, string value)
    {
        switch (name)
        {
            case "code":
                Code = Once(Code, value);
                break;
            case "state":
                State = Once(State, value);
                break;
            case "iss":
                Issuer = Once(Issuer, value);
                break;
            case "error":
                Error = Once(Error, value);
                break;
            case "error_description":
                Description = Once(Description, value);
                break;
        }
    }

    // RFC 6749 §3.1: a parameter without a value is as if it were not there.
    static string? Once(string? before, string value)
    {
        if (before is not null)
            throw new InvalidDataException("a parameter comes twice");
        return value.Length > 0 ? Uri.UnescapeDataString(value.Replace('+', ' ')) : null;
    }

    static string Shown(string text) => PrintableText.Text(text.Length > LongestDescription ? text[..LongestDescription] : text);

    MailException WrongIssuer(Provider provider) => new(
        ExitCode.Protocol,
        DeliveryStage.Configure,
        Issuer is null
            ? $"the answer does not name {provider.Name} as its issuer, which sends its name with every answer"
            : $"the answer comes from {Shown(Issuer)} and not from {provider.Issuer}")
    {
        Advice = "start the sign-in again; if it happens again, check what is set as oauth",
    };
}
