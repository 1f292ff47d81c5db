namespace Msmtp.Bench;

/// <summary>The same work done by us and by the other program.</summary>
sealed record Pair(Command Ours, Command Theirs)
{
    public Pair Each(Func<Command, Command> change) => new(change(Ours), change(Theirs));
}
