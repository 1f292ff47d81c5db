using System.Globalization;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Json;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>Tells what a provider grants from what it refuses, and both from what is no answer. Nothing here does I/O.</summary>
static class EndpointAnswer
{
    /// <summary>Reads an answer.</summary>
    /// <param name="endpoint">Whose answer it is.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="read">Reads a successful one; throws <see cref="InvalidDataException"/>.</param>
    /// <exception cref="TokenRefusal">The provider refuses.</exception>
    /// <exception cref="MailException">It is no answer, or not now (75).</exception>
    public static T Read<T>(Uri endpoint, HttpAnswer answer, Func<JsonObject, T> read)
        where T : class
    {
        if (answer.Status is < 200 or > 299)
            throw Refusal(endpoint, answer);
        var json = Json(endpoint, answer);
        // Some say 200 to everything.
        if (TokenRefusal.Read(json) is { } refusal)
            throw refusal;
        try
        {
            return read(json);
        }
        catch (InvalidDataException e)
        {
            throw Temporary($"the answer of {endpoint.Host} is of no use: {e.Message}", Address(endpoint), e);
        }
    }

    /// <summary>Reads an answer with a status of failure.</summary>
    /// <exception cref="MailException">It is no answer, or not now (75).</exception>
    public static TokenRefusal Refusal(Uri endpoint, HttpAnswer answer)
    {
        if (AnswerStatus.IsTemporary(answer.Status))
            throw Busy(endpoint, answer);
        return TokenRefusal.Read(Json(endpoint, answer)) ?? throw NotUnderstood(endpoint, answer, null);
    }

    static JsonObject Json(Uri endpoint, HttpAnswer answer)
    {
        try
        {
            return JsonObject.Read(answer.Body);
        }
        catch (InvalidDataException e)
        {
            throw NotUnderstood(endpoint, answer, e);
        }
    }

    static MailException Busy(Uri endpoint, HttpAnswer answer) => Temporary(
        string.Create(CultureInfo.InvariantCulture, $"{endpoint.Host} gives no token at the moment (HTTP {answer.Status})"),
        answer.RetryAfter is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $"it asks to be left alone for {wait.TotalSeconds:0} seconds")
            : null);

    static MailException NotUnderstood(Uri endpoint, HttpAnswer answer, Exception? cause) => Temporary(
        string.Create(CultureInfo.InvariantCulture, $"{endpoint.Host} does not answer like an OAuth 2.0 provider (HTTP {answer.Status})"),
        Address(endpoint),
        cause);

    static string Address(Uri endpoint) => $"see whether {endpoint.GetLeftPart(UriPartial.Path)} is the right address";

    static MailException Temporary(string message, string? advice, Exception? cause = null) =>
        new(new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Configure, message) { Advice = advice, IsTemporary = true }, cause);
}
