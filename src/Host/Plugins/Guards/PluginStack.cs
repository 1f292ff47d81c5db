namespace Msmtp.Hosting;

/// <summary>Where a plugin threw, for its author. The mail goes on without it, so that no exception says so any more.</summary>
static class PluginStack
{
    /// <summary>Tells it line by line, where somebody listens to the dialogue (<c>--debug</c>).</summary>
    public static void Tell(PluginContext context, Exception thrown)
    {
        if (context.Trace is null)
            return;
        foreach (var line in thrown.ToString().Split('\n'))
            context.Notify(line.TrimEnd());
    }
}
