import type { Session } from './sessions';

/** Must this session set up a second factor before it may see mail? */
export async function mustEnrol(_session: Session): Promise<boolean> {
	return false;
}
