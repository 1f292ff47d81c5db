namespace Msmtp.Secrets.OAuth.Http;

/// <summary>The body of an answer, whose end RFC 9112 §6.3 tells how to find. Nothing here does I/O.</summary>
sealed class AnswerBody : IDisposable
{
    readonly SecretBuffer body = new();
    readonly ChunkedBody? chunks;
    readonly long? length;

    /// <exception cref="InvalidDataException">It will be too long.</exception>
    public AnswerBody(AnswerHead head)
    {
        if (head.IsChunked && head.HasBody)
            chunks = new ChunkedBody();
        else
            length = head.HasBody ? head.ContentLength : 0;
        if (length > AnswerLimits.Body)
            throw AnswerLimits.Exceeded();
    }

    /// <summary>A copy of what there is.</summary>
    public byte[] ToArray() => body.Octets.ToArray();

    /// <summary>Takes what there is off the front of the buffer. False: more follows.</summary>
    /// <exception cref="InvalidDataException">It is malformed or too long.</exception>
    public bool TryRead(ref ReadOnlySpan<byte> buffer)
    {
        if (chunks is not null)
            return chunks.TryRead(ref buffer, body);
        var part = buffer[..(int)Math.Min(buffer.Length, length - body.Length ?? buffer.Length)];
        if (part.Length > AnswerLimits.Body - body.Length)
            throw AnswerLimits.Exceeded();
        body.Add(part);
        buffer = buffer[part.Length..];
        return body.Length == length;
    }

    /// <summary>
    /// The server has closed the connection. Of a body without a length that is the end, whether or not it was meant to be: TLS does not
    /// tell us either. JSON that was cut off is not JSON.
    /// </summary>
    /// <exception cref="InvalidDataException">The body has a length, and is shorter.</exception>
    public void End()
    {
        if (chunks is not null || length is not null)
            throw new InvalidDataException("it ends early");
    }

    public void Dispose() => body.Dispose();
}
