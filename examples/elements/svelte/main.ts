/** A figure in Svelte: the component is in slopes.svelte. */
import 'secant/elements';
import { mount } from 'svelte';
import Slopes from './slopes.svelte';

const target = document.getElementById('app');
if (target !== null) mount(Slopes, { target });
