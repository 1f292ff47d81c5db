namespace Msmtp.Hosting;

/// <summary>
/// The filters of an account, applied to one mail in their order. Any failure ends the mail before its final dot: a filter throws before
/// anything is connected, or while the body that it returned is being read.
/// </summary>
sealed class FilterChain : IAsyncDisposable
{
    static readonly FilterChain None = new([], null);

    readonly List<(string Name, IMessageFilter Filter)> filters;
    readonly SecretChain? secrets;
    readonly List<Stream> bodies = [];
    MailException? fault;

    FilterChain(List<(string Name, IMessageFilter Filter)> filters, SecretChain? secrets)
    {
        this.filters = filters;
        this.secrets = secrets;
    }

    /// <summary>The filters that an account uses, often none. If one cannot be created, the chain stops every mail.</summary>
    public static FilterChain For(PluginRegistry plugins, PluginContext context)
    {
        var registered = plugins.MessageFilters;
        if (registered.Count == 0)
            return None;
        // In an application, each connection has its own secrets, and a filter has no connection.
        var secrets = context.Secrets == NoSecrets.Instance ? new SecretChain(plugins, context) : null;
        var chain = new FilterChain([], secrets);
        chain.Make(registered, secrets is null ? context : context with { Secrets = secrets });
        return chain;
    }

    /// <summary>
    /// Passes the mail through all of them. If there is a filter, the mail has a single form from then on, which every server accepts: what
    /// a filter has seen or signed must not be encoded again (RFC 6376 §5.3). If one of them stops the mail or fails, or the caller
    /// cancels, the result says so.
    /// </summary>
    public async ValueTask<ComposedMail> ApplyAsync(ComposedMail composed, CancellationToken cancellationToken)
    {
        if (composed.Stopped is not null)
            return composed;
        if (fault is not null)
            return composed with { Stopped = fault };
        if (filters.Count == 0)
            return composed;
        var mail = composed.Mail;
        try
        {
            foreach (var (name, filter) in filters)
                mail = await ApplyAsync(name, filter, mail, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MailException or OperationCanceledException)
        {
            return composed with { Stopped = e };
        }
        return new ComposedMail(mail);
    }

    /// <summary>Disposes the bodies that filters have created, the last one first. The mail is done.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = bodies.Count - 1; i >= 0; i--)
            await DisposeAsync(bodies[i]).ConfigureAwait(false);
        secrets?.Dispose();
    }

    void Make(IReadOnlyList<MessageFilterRegistration> registered, PluginContext context)
    {
        try
        {
            foreach (var registration in registered)
                if (Make(registration, context) is { } filter)
                    filters.Add((registration.Name, filter));
        }
        catch (MailException e)
        {
            fault = e;
        }
    }

    static IMessageFilter? Make(MessageFilterRegistration registration, PluginContext context)
    {
        try
        {
            return registration.Create(context);
        }
        catch (Exception e) when (e is not MailException)
        {
            throw FilterFailure.Of(registration.Name, e);
        }
    }

    async ValueTask<OutgoingMail> ApplyAsync(string name, IMessageFilter filter, OutgoingMail mail, CancellationToken cancellationToken)
    {
        try
        {
            var filtered = await filter.FilterAsync(mail, cancellationToken).ConfigureAwait(false) ?? throw new InvalidDataException("it gave no mail back");
            // The host disposes its body, whatever is wrong with the rest.
            var owned = Owned(name, mail, filtered);
            return FilterFailure.Fault(mail, owned) is { } fault ? throw new InvalidDataException(fault) : owned;
        }
        catch (Exception e) when (e is not MailException && !e.IsFrom(cancellationToken))
        {
            throw FilterFailure.Of(name, e);
        }
    }

    // A body that the filter did not replace is not disposed here.
    OutgoingMail Owned(string name, OutgoingMail before, OutgoingMail after)
    {
        if (after.Content.Body == before.Content.Body)
            return after;
        bodies.Add(after.Content.Body);
        return after with { Content = after.Content with { Body = new FilteredBody(name, after.Content.Body) } };
    }

    static async ValueTask DisposeAsync(Stream body)
    {
        try
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The plugin boundary: the mail's outcome is known, and nothing can be done about it.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
