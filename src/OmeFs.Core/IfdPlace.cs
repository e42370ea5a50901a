namespace OmeFs.Core;

/// <summary>Where a plane is stored: in an IFD of one of the files that are shown together.</summary>
/// <param name="File">Index of the file among them, from 0.</param>
/// <param name="Ifd">Index of the IFD in that file's main chain, from 0; negative if the plane is stored nowhere.</param>
/// <param name="Plane">Index of the plane in the IFD, from 0. Volumes, and stacks with one IFD, have several planes per IFD.</param>
public readonly record struct IfdPlace(int File, int Ifd, int Plane = 0)
{
    public static readonly IfdPlace None = new(-1, -1);

    public bool IsNone => Ifd < 0;
}
