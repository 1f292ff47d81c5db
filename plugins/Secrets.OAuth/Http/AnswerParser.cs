using System.Globalization;

namespace Msmtp.Secrets.OAuth.Http;

/// <summary>Reads an answer from octets in the order of their arrival. What comes after it is ignored. Nothing here does I/O.</summary>
sealed class AnswerParser : IDisposable
{
    const int Piece = 16 * 1024;

    // With everything around the body: heads, sizes of chunks, trailers.
    const int Longest = 2 * AnswerLimits.Body;
    const int MostInterim = 8;

    readonly SecretBuffer input = new();
    AnswerHead? head;
    AnswerBody? body;
    int received;
    int interim;

    /// <summary>Room for the next octets.</summary>
    public Memory<byte> Room() => input.Reserve(Piece)[..Piece];

    /// <summary>Takes so many octets of the room; 0 if there are no more. True: the answer is whole.</summary>
    /// <exception cref="InvalidDataException">It is not an answer, or is too long, or ends early.</exception>
    public bool Take(int count)
    {
        if (count == 0)
            return End();
        received += count;
        if (received > Longest)
            throw AnswerLimits.Exceeded();
        input.Advance(count);
        var rest = input.Octets;
        var isWhole = TryReadHead(ref rest) && body.TryRead(ref rest);
        input.Drop(input.Length - rest.Length);
        return isWhole;
    }

    /// <summary>The answer, which the caller disposes.</summary>
    public HttpAnswer ToAnswer(DateTimeOffset now) => head is null || body is null
        ? throw new InvalidOperationException("the answer is not whole")
        : new HttpAnswer(head.Status, body.ToArray()) { RetryAfter = Delay(head.RetryAfter, now) };

    public void Dispose()
    {
        input.Dispose();
        body?.Dispose();
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(body))]
    bool TryReadHead(ref ReadOnlySpan<byte> buffer)
    {
        while (body is null)
        {
            if (!AnswerHead.TryRead(ref buffer, out head))
                return false;
            if (!head.IsInterim)
                body = new AnswerBody(head);
            // RFC 9110 §15.2.2: 101 answers a request for another protocol.
            else if (head.Status == 101 || ++interim > MostInterim)
                throw new InvalidDataException("it does not come to its end");
        }
        return true;
    }

    bool End()
    {
        if (body is null)
            throw new InvalidDataException(received == 0 ? "it is empty" : "it ends early");
        body.End();
        return true;
    }

    // RFC 9110 §10.2.3: seconds, or a date.
    static TimeSpan? Delay(string? text, DateTimeOffset now)
    {
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        if (!DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return null;
        return date > now ? date - now : TimeSpan.Zero;
    }
}
