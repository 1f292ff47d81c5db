namespace Msmtp.Server;

/// <summary>Turns CR LF into LF, wherever the blocks were cut; any other CR stays.</summary>
struct LineEndConverter
{
    bool heldCarriageReturn;

    /// <summary>Converts a block; the destination needs room for one octet more than the source.</summary>
    public int Convert(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var written = 0;
        foreach (var octet in source)
        {
            if (heldCarriageReturn && octet != '\n')
                destination[written++] = (byte)'\r';
            heldCarriageReturn = octet == '\r';
            if (!heldCarriageReturn)
                destination[written++] = octet;
        }
        return written;
    }

    /// <summary>Writes what was held back at the end of the content.</summary>
    public int Finish(Span<byte> destination)
    {
        if (!heldCarriageReturn)
            return 0;
        heldCarriageReturn = false;
        destination[0] = (byte)'\r';
        return 1;
    }
}
