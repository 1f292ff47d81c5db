namespace Msmtp.Secrets.OAuth.Http;

/// <summary>What a status means (RFC 9110 §15). Nothing here does I/O.</summary>
static class AnswerStatus
{
    /// <summary>It may pass: the server is busy or broken, or wants fewer requests (RFC 6585 §4).</summary>
    public static bool IsTemporary(int status) => status is 408 or 425 or 429 or >= 500;
}
