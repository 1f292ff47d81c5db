namespace Msmtp.Hosting;

/// <summary>
/// The machine's fully qualified name, which an application's servers are given. It is looked up once, on a thread of its own: a resolver
/// may take half a minute to find nothing.
/// </summary>
sealed class FullHostName
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly TimeProvider time;
    readonly Lazy<Task<string?>> name;

    public FullHostName(UserEnvironment user, TimeProvider time)
    {
        this.time = time;
        name = new Lazy<Task<string?>>(() => Task.Run(() => Full(user.Machine()) ?? Full(user.Canonical(user.Machine()))));
    }

    /// <summary>The name; null: the machine has none, or it is not known yet.</summary>
    public async ValueTask<string?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await name.Value.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    // RFC 5321 §2.3.5: fully qualified, and not a name that every machine has.
    static string? Full(string name)
    {
        var labels = name.TrimEnd('.').Split('.');
        var isFull = labels.Length > 1
            && labels.All(IsLabel)
            && !labels[^1].All(char.IsAsciiDigit)
            && labels[^1].ToLowerInvariant() is not ("localhost" or "localdomain");
        return isFull ? string.Join('.', labels) : null;
    }

    static bool IsLabel(string label) =>
        label is [not '-', ..] and [.., not '-'] && label.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
