namespace Msmtp.Secrets.Netrc;

/// <summary>The relevant fields of an entry.</summary>
ref struct NetrcEntry
{
    /// <summary>The login; empty: none.</summary>
    public ReadOnlySpan<byte> Login { get; private set; }

    /// <summary>The password, which may be empty.</summary>
    public ReadOnlySpan<byte> Password { get; private set; }

    /// <summary>The entry has a password, even if empty.</summary>
    public bool HasPassword { get; private set; }

    /// <summary>Reads the fields up to the next entry, which is left unread.</summary>
    public static NetrcEntry Read(ref NetrcReader reader)
    {
        var entry = new NetrcEntry();
        for (var ahead = reader; ahead.TryReadName(out var word) && !StartsEntry(word); reader = ahead)
            entry.ReadField(word, ref ahead);
        return entry;
    }

    static bool StartsEntry(ReadOnlySpan<byte> word) => word.SequenceEqual("machine"u8) || word.SequenceEqual("default"u8);

    void ReadField(ReadOnlySpan<byte> name, ref NetrcReader reader)
    {
        if (name.SequenceEqual("login"u8) || name.SequenceEqual("user"u8))
        {
            if (reader.TryReadValue(out var login))
                Login = login;
        }
        else if (name.SequenceEqual("password"u8) || name.SequenceEqual("passwd"u8))
        {
            HasPassword |= reader.TryReadValue(out var password);
            Password = password;
        }
        else if (name.SequenceEqual("account"u8))
        {
            reader.TryReadValue(out _);
        }
    }
}
