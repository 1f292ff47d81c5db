namespace Faulty;

/// <summary>The ways to break a contract that all parts of the plugin share.</summary>
static class Misbehaviour
{
    /// <summary>Never comes back, and does not look at any token.</summary>
    public static void Hang() => new ManualResetEvent(initialState: false).WaitOne();

    /// <summary>What "PART throws" and "PART hangs" ask for.</summary>
    public static void Of(string part, string fault)
    {
        if (fault == part + " throws")
            throw new InvalidOperationException($"the {part} is broken");
        if (fault == part + " hangs")
            Hang();
    }
}
